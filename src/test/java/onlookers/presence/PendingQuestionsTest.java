package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingQuestionsTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final PendingQuestions questions = new PendingQuestions();

  private static List<Post> list(int length) {
    return IntStream.range(0, length).mapToObj(i -> new Post("p" + i)).toList();
  }

  @Test
  void twoEventsAreUnderWayAtATime() {
    questions.ask(POST);
    assertThat(questions.areMany()).isFalse();
    questions.ask(OTHER);
    assertThat(questions.areMany()).isTrue();

    assertThat(questions.answered(POST)).isEmpty();
    assertThat(questions.areMany()).as("one is not answered").isTrue();
    assertThat(questions.answered(OTHER)).isEmpty();
    assertThat(questions.areMany()).isFalse();
  }

  @Test
  void anAnswerThatNobodyAskedForChangesNothing() {
    assertThat(questions.answered(POST)).isEmpty();
    questions.askAll(list(1));
    assertThat(questions.answered(OTHER)).isEmpty();
    assertThat(questions.areMany()).isTrue();
  }

  @Test
  void ofALongListTheNextPartIsAskedForWhenAllOfTheLastIsAnswered() {
    List<Post> list = list(PendingQuestions.PART + 1);
    assertThat(questions.askAll(list)).isEqualTo(list.subList(0, PendingQuestions.PART));
    for (Post post : list.subList(1, PendingQuestions.PART)) {
      assertThat(questions.answered(post)).isEmpty();
    }
    assertThat(questions.answered(list.get(0))).containsExactly(list.get(PendingQuestions.PART));
    assertThat(questions.areMany()).isTrue();
    questions.answered(list.get(PendingQuestions.PART));
    assertThat(questions.areMany()).isFalse();
  }

  @Test
  void anEmptyListAsksForNothing() {
    assertThat(questions.askAll(List.of())).isEmpty();
    assertThat(questions.areMany()).isFalse();

    questions.ask(POST);
    assertThat(questions.askAll(List.of())).isEmpty();
    assertThat(questions.areMany()).isFalse();
    assertThat(questions.isAsked(POST)).isTrue();
  }

  @Test
  void whatIsNotWantedAnyMoreIsNotWaitedFor() {
    List<Post> list = list(PendingQuestions.PART + 2);
    questions.askAll(list);
    assertThat(questions.forget(list.get(PendingQuestions.PART))).as("not yet asked").isFalse();
    assertThat(questions.forget(OTHER)).isFalse();
    assertThat(questions.isAsked(OTHER)).isFalse();
    for (Post post : list.subList(0, PendingQuestions.PART)) {
      assertThat(questions.forget(post)).isTrue();
    }
    questions.reconcile();
    assertThat(questions.areMany()).as("one of them waits").isTrue();

    assertThat(questions.askAll(List.of())).containsExactly(list.get(PendingQuestions.PART + 1));
    assertThat(questions.forget(list.get(PendingQuestions.PART + 1))).isTrue();
    questions.reconcile();
    assertThat(questions.areMany()).isFalse();
  }
}
