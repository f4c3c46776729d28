package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.Viewing;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.ErrorReplies;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What each write sends, and what becomes of each answer to it. */
class OperationTest {
  private static final Post POST = new Post("13");
  private static final Viewing VIEWING = new Viewing("s", POST, null, null);
  private static final Object WRONG_TYPE = ScriptedRedis.error("WRONGTYPE of a key");
  private static final List<Object> GRANTED = List.of(1L, "");
  private static final List<Object> REFUSED = List.of(0L, "14");

  private final Keys keys = new Keys("");
  private final ScriptCalls calls =
      new ScriptCalls(
          keys,
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ZERO));
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final PendingViews pendingViews =
      new PendingViews(nodeMetrics, () -> 0, ViewHistoryTest.history(), 0);
  private final ScriptedRedis redis =
      new ScriptedRedis().knowingScripts().on("CLAIM", GRANTED).on("ADD_VIEWS", 1L);
  private final List<String> notified = new ArrayList<>();
  private final List<Runnable> notifier = new ArrayList<>();
  private final List<Ending> unconfirmedEndings = new ArrayList<>();

  private Operation view(Kind kind) {
    return view(kind, VIEWING);
  }

  private Operation view(Kind kind, Viewing viewing) {
    return new ViewOperation(
        calls,
        pendingViews,
        new RecentSteps(System::nanoTime),
        new ViewOperation.Step(viewing, null, kind),
        failure -> notified.add("" + failure));
  }

  private Operation resume() {
    return new ResumeOperation(
        calls,
        pendingViews,
        new RecentSteps(System::nanoTime),
        VIEWING,
        new RecordingOutcome(notified::add, notifier::add, unconfirmedEndings));
  }

  private Operation leave() {
    return new LeaveOperation(
        calls,
        new RecentSteps(System::nanoTime),
        new Ending("s", POST, true),
        () -> notified.add("taken over"),
        unconfirmedEndings::add);
  }

  private Operation park() {
    return new ParkOperation(
        calls,
        pendingViews,
        new RecentSteps(System::nanoTime),
        new Viewing("s", POST, null, null),
        () -> notified.add("taken over"));
  }

  private Operation count(long amount) {
    return count(0, amount);
  }

  private Operation count(long number, long amount) {
    PendingView views = new PendingView(VIEWING, number, amount, true, ViewHistoryTest.DAY);
    return new CountOperation(calls, ViewWrite.unconfirmed(calls, pendingViews, views));
  }

  @Test
  void everyStepSaysWhoseItIsSoThatTwoOfOneSessionDoNotTravelTogether() {
    Departure departure = new Departure("s", new Ending("s", POST, true), Set.of(POST), "");
    assertThat(List.of(view(Kind.ARRIVAL), resume(), leave(), park(), depart(departure)))
        .extracting(Operation::session)
        .containsOnly("s");
    assertThat(count(1).session()).isNull();
    assertThat(new Barrier(() -> {}).session()).isNull();
  }

  private Operation depart(Departure departure) {
    return new DepartureOperation(calls, departure, false);
  }

  /** Sends the write, takes in the answers and runs the callbacks. */
  private void exchange(Operation write) {
    Batch batch = new Batch(List.of(write), List.of());
    batch.exchange(redis.masters(), new CountsQuery(keys, calls));
    List<Runnable> repositoryListener = new ArrayList<>();
    batch.receive(repositoryListener);
    repositoryListener.forEach(Runnable::run);
  }

  /** It is sent, and then the connection breaks. */
  private void lose(Operation write) {
    write.send(redis.masters().pipelined());
    write.abandon();
  }

  private long counted() {
    return nodeMetrics.total(Counter.VIEWS_COUNTED);
  }

  private List<PendingView> unknown() {
    return pendingViews.takeUnconfirmed().unknown();
  }

  /** The numbers under which views were sent. */
  private List<String> numbers() {
    return redis.calls.stream()
        .filter(call -> call.name().equals("ADD_VIEWS"))
        .map(call -> call.arguments().get(1))
        .toList();
  }

  @Test
  void anArrivalIsOneViewThatIsPendingUntilItIsWritten() {
    Operation arrival = view(Kind.ARRIVAL);
    assertThat(pendingViews.open(POST)).isOne();

    exchange(arrival);

    assertThat(pendingViews.open(POST)).isZero();
    assertThat(counted()).isOne();
    assertThat(notified).isEmpty();
  }

  @Test
  void anArrivalIsWrittenInOneRound() {
    exchange(view(Kind.ARRIVAL));

    assertThat(redis.names()).containsExactly("CLAIM", "HSET", "SADD", "ADD_VIEWS");
    assertThat(redis.last("HSET").arguments()).containsExactly("viewers", "s", "13");
    assertThat(redis.last("SADD").arguments()).containsExactly("viewers:13", "s");
    assertThat(redis.events).filteredOn("redis sends"::equals).hasSize(1);
  }

  @Test
  void anArrivalThatAnotherPageLoadHasCountedAddsNone() {
    redis.on("ADD_VIEWS", 0L);
    exchange(view(Kind.ARRIVAL));

    assertThat(pendingViews.open(POST)).isZero();
    assertThat(counted()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"RENEWAL", "RECLAIM"})
  void whoIsSeenAgainAddsNoViewAndLeavesNonePending(Kind kind) {
    pendingViews.taken(VIEWING);

    exchange(view(kind));

    assertThat(pendingViews.open(POST)).as("that of another write").isOne();
    assertThat(redis.names()).containsExactly("CLAIM", "HSET", "SADD");
    assertThat(redis.last("CLAIM").arguments())
        .endsWith(kind == Kind.RENEWAL ? "write" : "reclaim", "");
  }

  @Test
  void whoIsSeenAgainHasItsPageLoadMarkedAsCounted() {
    exchange(view(Kind.RENEWAL, new Viewing("s", POST, "page-load", null)));

    assertThat(redis.last("SET").arguments())
        .containsExactly("onlookers:visit:{views:13}:page-load", "seen", "NX", "EX", "86400");
  }

  @Test
  void everyViewHasANumberOfItsOwn() {
    exchange(view(Kind.ARRIVAL));
    exchange(view(Kind.RENEWAL));
    exchange(view(Kind.ARRIVAL));
    exchange(count(3));

    assertThat(numbers()).containsExactly("1", "2", "3");
    assertThat(redis.last("ADD_VIEWS").arguments()).startsWith("3", "3");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FIRST")
  void whatAnotherNodeOwnsIsTakenOver(Kind kind) {
    redis.on("CLAIM", REFUSED).on("GET", "14").on("HGET", "13");
    exchange(view(kind));

    assertThat(notified).containsExactly("TAKEN_OVER");
    assertThat(pendingViews.open(POST)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatAKeyForbidsIsRefusedAndPendingNoLonger(Kind kind) {
    pendingViews.taken(VIEWING);
    redis.on("CLAIM", WRONG_TYPE).on("SET", WRONG_TYPE).on("ADD_VIEWS", WRONG_TYPE);
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      exchange(view(kind));

      assertThat(log.warnings())
          .containsExactly("Redis refused: session of post 13 not written: WRONGTYPE of a key");
    }
    assertThat(notified).containsExactly("REFUSED");
    assertThat(pendingViews.open(POST)).as("that of another write").isOne();
    assertThat(counted()).isZero();
  }

  @Test
  void aViewThatWasAddedIsCountedThoughTheSessionIsRefused() {
    redis.on("HSET", WRONG_TYPE);
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      exchange(view(Kind.ARRIVAL));
      assertThat(log.warnings()).hasSize(1);
    }
    assertThat(notified).containsExactly("REFUSED");
    assertThat(pendingViews.open(POST)).isZero();
    assertThat(counted()).isOne();
  }

  @Test
  void anArrivalThatWasNeverSentIsPostponed() {
    Operation arrival = view(Kind.ARRIVAL);

    arrival.abandon();
    arrival.abandon();

    assertThat(unknown()).extracting(PendingView::number).containsExactly(0L);
    assertThat(pendingViews.open(POST)).isOne();
  }

  @Test
  void anArrivalOfWhichNobodyKnowsWhetherItWasWrittenIsPostponedUnderItsNumber() {
    lose(view(Kind.ARRIVAL));

    assertThat(unknown()).extracting(PendingView::number).containsExactly(1L);
  }

  @Test
  void aPageThatReconnectsLeavesNoSecondViewPending() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    view(Kind.ARRIVAL, visit);
    Operation again = view(Kind.ARRIVAL, visit);
    assertThat(pendingViews.open(POST)).isOne();

    redis.on("ADD_VIEWS", 0L);
    exchange(again);

    assertThat(pendingViews.open(POST)).as("that of the first").isOne();
  }

  @Test
  void aRenewalThatIsAbandonedLeavesNothingPending() {
    view(Kind.RENEWAL).abandon();

    assertThat(unknown()).isEmpty();
  }

  @Test
  void aResumeReturnsWhetherTheSessionWasAliveAndCountsWhatItAdded() {
    redis.on("CLAIM", List.of(1L, "14"));
    exchange(resume());
    redis.on("ADD_VIEWS", 0L);
    exchange(resume());
    redis.on("CLAIM", List.of(0L, "14"));
    exchange(resume());

    assertThat(notified).containsExactly("true", "true", "false");
    assertThat(counted()).isOne();
    assertThat(redis.last("CLAIM").arguments()).endsWith("resume", "");
  }

  @Test
  void aResumeThatIsRefusedOrLostIsAnsweredByNo() {
    redis.on("CLAIM", WRONG_TYPE);
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      exchange(resume());
      assertThat(log.warnings())
          .containsExactly("Redis refused: session of post 13 not resumed: WRONGTYPE of a key");
    }
    assertThat(notified).containsExactly("false");

    resume().abandon();
    assertThat(notified).as("the queue is locked, perhaps").hasSize(1);
    assertThat(unconfirmedEndings).as("it may have been granted, each time").hasSize(2);
    notifier.forEach(Runnable::run);
    assertThat(notified).containsExactly("false", "false");
  }

  @Test
  void anEndIsReportedOnlyWhereAnotherNodeOwnsTheSession() {
    redis.on("RELEASE", List.of(1L, "13"));
    exchange(leave());
    assertThat(notified).isEmpty();

    redis.on("RELEASE", REFUSED);
    exchange(leave());
    assertThat(notified).containsExactly("taken over");
  }

  @Test
  void anEndThatIsRefusedIsLoggedAndPendingNoLonger() {
    redis.on("RELEASE", WRONG_TYPE);
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      exchange(leave());

      assertThat(log.warnings())
          .containsExactly("Redis refused: session not removed: WRONGTYPE of a key");
    }
    assertThat(notified).isEmpty();
    assertThat(unconfirmedEndings).isEmpty();
  }

  @Test
  void anEndThatIsLostIsPendingAndNotLogged() {
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      leave().abandon();
      lose(leave());

      assertThat(log.warnings()).isEmpty();
    }
    assertThat(notified).isEmpty();
    assertThat(unconfirmedEndings).hasSize(2).containsOnly(new Ending("s", POST, true));
  }

  @Test
  void viewsOfAnOutageArePendingUntilTheyAreWritten() {
    pendingViews.taken(VIEWING);
    pendingViews.taken(VIEWING);

    redis.on("ADD_VIEWS", 2L);
    exchange(count(2));

    assertThat(pendingViews.open(POST)).isZero();
    assertThat(counted()).isEqualTo(2);
  }

  @Test
  void viewsOfAnOutageThatAKeyForbidsAreLoggedAndPendingNoLonger() {
    pendingViews.taken(VIEWING);
    redis.on("ADD_VIEWS", WRONG_TYPE);
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      exchange(count(1));

      assertThat(log.warnings())
          .containsExactly("Redis refused: views of post 13 not added: WRONGTYPE of a key");
    }
    assertThat(pendingViews.open(POST)).isZero();
    assertThat(counted()).isZero();
  }

  @Test
  void viewsOfAnOutageThatAreLostAgainArePostponedUnderTheirNumber() {
    lose(count(5));

    assertThat(unknown())
        .containsExactly(new PendingView(VIEWING, 1, 5, true, ViewHistoryTest.DAY));
  }

  @Test
  void whatIsAboutTheServerIsAboutNoSingleWrite() {
    Operation arrival = view(Kind.ARRIVAL);
    Batch batch = new Batch(List.of(arrival), List.of());
    redis.on("CLAIM", ScriptedRedis.error("OOM full"));
    batch.exchange(redis.masters(), new CountsQuery(keys, calls));

    assertThatThrownBy(() -> batch.receive(new ArrayList<>()))
        .isInstanceOf(RedisAwayException.class)
        .hasMessage("OOM full");
    assertThat(unknown()).hasSize(1);
    assertThat(notified).isEmpty();
  }

  @Test
  void aPostBeforeThatIsNoSetKeepsNobodyFromMoving() {
    redis.on("CLAIM", List.of(1L, "12")).on("SREM", WRONG_TYPE).on("RELEASE", List.of(1L, "12"));
    exchange(view(Kind.ARRIVAL));
    exchange(resume());
    exchange(leave());

    assertThat(redis.names()).filteredOn("SREM"::equals).hasSize(4);
    assertThat(notified).containsExactly("true");
  }

  /** In a Cluster the master of that post may be away alone. */
  @Test
  void aServerThatCannotTakeASessionOutOfAPostIsAway() {
    redis
        .on("CLAIM", List.of(1L, "12"))
        .on("RELEASE", List.of(1L, "12"))
        .on("PARK", List.of(1L, "12"))
        .on("SREM", ScriptedRedis.error("CLUSTERDOWN Hash slot not served"));
    for (Operation write : List.of(view(Kind.RENEWAL), resume(), leave(), park())) {
      assertAway(write, "CLUSTERDOWN Hash slot not served");
    }
    assertThat(unconfirmedEndings).as("the resume may have been granted").hasSize(2);
  }

  @Test
  void aServerThatCannotMendWhatWasWrittenTooMuchIsAway() {
    redis
        .on("CLAIM", REFUSED)
        .on("GET", "14")
        .on("HGET", "13")
        .on("SREM", ScriptedRedis.error("READONLY You can't write against a read only replica."));

    assertAway(view(Kind.RENEWAL), "READONLY You can't write against a read only replica.");
  }

  @Test
  void aServerThatCannotMarkAPageLoadIsAway() {
    redis.on("SET", ScriptedRedis.error("CLUSTERDOWN Hash slot not served"));

    assertAway(
        view(Kind.RENEWAL, new Viewing("s", POST, "page-load", null)),
        "CLUSTERDOWN Hash slot not served");
  }

  private void assertAway(Operation write, String message) {
    assertThatThrownBy(() -> exchange(write))
        .isInstanceOf(RedisAwayException.class)
        .hasMessage(message);
  }
}
