package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who watches the site as a whole, and what it costs. */
class SiteTest extends OneNode {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<Post> NOTHING = List.of();

  private final Session watching = node.open(reader);
  private final Session viewing = node.open(neighbour);

  private void watchSite() {
    presence.watch(watching, NOTHING, true);
    time.runDue();
  }

  private List<String> received() {
    return reader.all().stream().filter(one -> one.startsWith("online ")).toList();
  }

  @Test
  void whoWatchesTheSiteReceivesItAtOnceAndIsNotCounted() {
    foreignSessionOn(OTHER);
    view(viewing, POST);

    watchSite();

    assertThat(received()).containsExactly("online 2");
  }

  @Test
  void thenTheyReceiveWhatHasChangedOnceASecond() {
    watchSite();
    view(viewing, POST);
    time.advance(Duration.ofMillis(999));
    assertThat(received()).containsExactly("online 0");
    foreignSessionOn(OTHER);
    time.advance(Duration.ofMillis(1));

    assertThat(received()).containsExactly("online 0", "online 2");
    presence.park(viewing);
    time.advance(SECOND);
    assertThat(received()).containsExactly("online 0", "online 2", "online 1");
  }

  @Test
  void itIsReadOnceASecondHoweverManyWatch() {
    for (int i = 0; i < 100; i++) {
      presence.watch(node.open(new RecordingSessionListener()), NOTHING, true);
      time.advance(Duration.ofMillis(10));
    }
    assertThat(node.repository.siteReads()).isEqualTo(2);
    time.advance(Duration.ofSeconds(10));
    assertThat(node.repository.siteReads()).isEqualTo(12);
  }

  @Test
  void whileNobodyWatchesItIsNotRead() {
    int waiting = time.waiting();
    view(viewing, POST);
    time.advance(Duration.ofMinutes(1));
    assertThat(node.repository.siteReads()).isZero();
    watchSite();
    presence.watch(watching, List.of(POST));
    time.advance(Duration.ofMinutes(1));

    assertThat(node.repository.siteReads()).isOne();
    assertThat(received()).containsExactly("online 1");
    assertThat(time.waiting()).isEqualTo(waiting);
  }

  @Test
  void whoHasLeftOrIsLostWatchesNoLonger() {
    watchSite();
    Session second = node.open(new RecordingSessionListener());
    presence.watch(second, NOTHING, true);
    presence.leave(watching);
    presence.lose(second);
    time.advance(Duration.ofMinutes(1));

    assertThat(node.repository.siteReads()).isOne();
  }

  @Test
  void whoComesBetweenTwoReadsReceivesTheLastNumber() {
    watchSite();
    time.advance(Duration.ofMillis(500));
    view(viewing, POST);
    RecordingSessionListener late = new RecordingSessionListener();
    presence.watch(node.open(late), NOTHING, true);
    time.runDue();
    assertThat(late.last()).isEqualTo("online 0");
    time.advance(SECOND);
    assertThat(late.last()).isEqualTo("online 1");
    assertThat(node.repository.siteReads()).isEqualTo(2);
  }

  @Test
  void whoRepeatsTheListIsNotReadForAgain() {
    watchSite();
    presence.watch(watching, List.of(POST), true);
    presence.watch(watching, NOTHING, true);
    time.runDue();

    assertThat(received()).containsExactly("online 0");
    assertThat(node.repository.siteReads()).isOne();
  }

  @Test
  void theSiteIsNoPostAndCountsAgainstNoLimit() {
    presence.watch(watching, List.of(POST, OTHER, new Post("15")), true);
    time.runDue();
    assertThat(received()).containsExactly("online 0");

    List<Post> tooMany = List.of(POST, OTHER, new Post("15"), new Post("16"));
    presence.watch(watching, tooMany, false);
    view(viewing, POST);
    time.advance(SECOND);
    assertThat(reader.all()).contains("error too-many");
    assertThat(received()).as("the old list stays").containsExactly("online 0", "online 1");
  }

  @Test
  void whileRedisIsAwayTheNumberIsThisNodesOwnAndThenTheRightOne() {
    foreignSessionOn(OTHER);
    view(viewing, POST);
    watchSite();
    node.away();
    time.advance(SECOND);
    assertThat(received()).containsExactly("online 2", "online 1");
    Session third = node.open(new RecordingSessionListener());
    view(third, OTHER);
    time.advance(SECOND);
    assertThat(received()).endsWith("online 2");
    presence.park(viewing);
    time.advance(SECOND);
    assertThat(received()).endsWith("online 1");
    assertThat(node.repository.siteReads()).as("nobody asks a Redis that is away").isOne();

    view(viewing, POST);
    node.back();
    time.advance(SECOND);
    assertThat(received()).endsWith("online 1", "online 3");
    assertThat(reader.all().indexOf("degraded false")).isEqualTo(reader.all().size() - 2);
  }

  @Test
  void whoComesWhileRedisIsAwayReceivesTheNumberAtOnce() {
    view(viewing, POST);
    node.away();
    time.runDue();
    watchSite();
    assertThat(received()).containsExactly("online 1");
    RecordingSessionListener late = new RecordingSessionListener();
    presence.watch(node.open(late), NOTHING, true);
    time.runDue();
    assertThat(late.last()).isEqualTo("online 1");
  }

  @Test
  void aReadFromBeforeTheOutageIsNotPublishedInIt() {
    foreignSessionOn(OTHER);
    presence.watch(watching, NOTHING, true); // asks, and is not answered yet
    node.away();
    time.advance(SECOND);

    assertThat(received()).isNotEmpty().containsOnly("online 0");
  }

  @Test
  void aReadThatFailsIsRepeatedASecondLater() {
    node.repository.away(true); // nobody knows yet
    watchSite();
    assertThat(received()).isEmpty();
    node.repository.away(false);
    view(viewing, POST);
    time.advance(SECOND);

    assertThat(received()).containsExactly("online 1");
    assertThat(node.repository.siteReads()).isEqualTo(2);
  }

  @Test
  void whoMovesOrResumesIsOneViewerOfThisNode() {
    view(viewing, POST);
    view(viewing, OTHER);
    RecordingSessionListener again = new RecordingSessionListener();
    resume(node.open(again), POST, neighbour.session());
    node.away();
    time.runDue();
    watchSite();
    assertThat(received()).containsExactly("online 1");

    List<Session> many = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      many.add(node.open(new RecordingSessionListener()));
      view(many.get(i), POST);
    }
    time.advance(SECOND);
    assertThat(received()).endsWith("online 6");
    many.forEach(presence::leave);
    time.advance(SECOND);
    assertThat(received()).endsWith("online 1");
  }

  @Test
  void aSocketThatFailsSilencesNobodyElse() {
    presence.watch(node.open(new RecordingSessionListener().failsIn("enterSite")), NOTHING, true);
    watchSite();

    assertThat(received()).containsExactly("online 0");
  }

  @Test
  void whoDoesNotWatchAnyMoreReceivesNoMore() {
    presence.watch(node.open(new RecordingSessionListener()), NOTHING, true);
    watchSite();
    presence.watch(watching, NOTHING, false);
    view(viewing, POST);
    time.advance(SECOND);

    assertThat(received()).containsExactly("online 0");
  }

  @Test
  void aSocketThatFailsWhenItStopsToWatchGoesOnWithItsPosts() {
    RecordingSessionListener failing = new RecordingSessionListener().failsIn("exitSite");
    Session failed = node.open(failing);
    presence.watch(failed, NOTHING, true);
    presence.watch(failed, List.of(POST), false);
    time.advance(Duration.ofMinutes(1));

    assertThat(failing.all()).contains("13 0/0");
    assertThat(node.repository.siteReads()).as("nobody watches").isOne();
  }
}
