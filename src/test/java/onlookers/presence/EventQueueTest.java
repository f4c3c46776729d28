package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order what one client does is carried out, and what it waits for. */
class EventQueueTest {
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private final EventQueue events = new EventQueue();
  private final List<String> done = new ArrayList<>();

  private boolean does(String what) {
    boolean taken = events.add(() -> done.add(what));
    events.run();
    return taken;
  }

  private void asksTwice() {
    events.ask(POST);
    events.ask(OTHER);
  }

  @Test
  void whatNobodyWaitsForIsDoneAtOnce() {
    assertThat(does("a")).isTrue();
    assertThat(done).containsExactly("a");
    assertThat(events.beginsToWait()).isFalse();
  }

  @Test
  void whoHasAskedTwiceGoesOnWhenBothAreAnswered() {
    asksTwice();
    does("a");
    assertThat(done).isEmpty();
    assertThat(events.beginsToWait()).isTrue();
    assertThat(events.beginsToWait()).as("said once").isFalse();

    events.answered(POST);
    events.run();
    assertThat(done).isEmpty();
    events.answered(OTHER);
    events.run();
    assertThat(done).containsExactly("a");
  }

  @Test
  void aPostThatIsNotWantedAnyMoreIsNotWaitedFor() {
    asksTwice();
    does("a");
    assertThat(events.isAsked(POST)).isTrue();
    assertThat(events.forget(POST)).isTrue();
    assertThat(events.isAsked(POST)).isFalse();
    assertThat(events.forget(POST)).as("not any more").isFalse();
    events.forget(OTHER);
    events.run();
    assertThat(done).containsExactly("a");
  }

  @Test
  void whoHasLostItsSocketWaitsForNoAnswer() {
    asksTwice();
    does("a");
    events.forgetAll();
    events.run();
    assertThat(done).containsExactly("a");
  }

  @Test
  void ofListsThatWaitTheLastIsTaken() {
    asksTwice();
    assertThat(events.addList(() -> done.add("first"))).isTrue();
    does("a");
    assertThat(events.addList(() -> done.add("second"))).isTrue();
    events.forgetAll();
    events.run();
    assertThat(done).containsExactly("a", "second");
  }

  @Test
  void duringAResumeSixtyEventsWaitAndOneMoreIsRefused() {
    events.hold();
    for (int i = 0; i < 60; i++) {
      assertThat(does("a")).isTrue();
    }
    assertThat(does("b")).isFalse();
    assertThat(events.addList(() -> done.add("b"))).isFalse();
    assertThat(done).isEmpty();
    assertThat(events.beginsToWait()).as("not for answers").isFalse();

    events.release();
    assertThat(done).hasSize(60).containsOnly("a");
  }

  @Test
  void aPauseIsOneForThoseWhoHaveSomethingToDo() {
    assertThat(events.pause()).as("nothing waits").isFalse();
    asksTwice();
    does("a");
    assertThat(events.pause()).isTrue();
    assertThat(events.pause()).as("it is one already").isFalse();
    events.forgetAll();
    events.run();
    assertThat(done).isEmpty();

    events.endPause();
    assertThat(done).containsExactly("a");
    does("b");
    assertThat(done).containsExactly("a", "b");
  }

  @Test
  void whoeverStopsWaitingGoesOnUntilItAsksAgain() {
    asksTwice();
    events.add(this::asksTwice);
    does("a");
    assertThat(events.beginsToWait()).isTrue();

    assertThat(events.stopWaiting()).as("for the new questions").isTrue();
    assertThat(done).isEmpty();
    assertThat(events.beginsToWait()).as("it does already").isFalse();
    assertThat(events.stopWaiting()).isFalse();
    assertThat(done).containsExactly("a");

    asksTwice();
    does("b");
    assertThat(events.beginsToWait()).as("anew").isTrue();
  }

  @Test
  void theEndOfTheSocketWaitsForItsTurnAndForNoAnswer() {
    asksTwice();
    assertThat(events.hasGone()).isFalse();
    events.conclude(() -> done.add("end"));
    assertThat(events.hasGone()).isTrue();
    assertThat(done).containsExactly("end");
  }
}
