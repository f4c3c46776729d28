package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.Viewing;
import onlookers.redis.MemoryRedis;
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

/** How often a view is added, whatever breaks on the way. */
class ViewWriteTest {
  private static final Post POST = new Post("13");
  private static final String WRITTEN = "onlookers:written:{views:13}:node:1";

  private final ScriptCalls calls =
      new ScriptCalls(
          new Keys(""),
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ZERO));
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final PendingViews pendingViews =
      new PendingViews(nodeMetrics, () -> 0, ViewHistoryTest.history(), 0);
  private MemoryRedis redis = new MemoryRedis();
  private ScriptedRedis connection = redis.connection();

  private static Viewing viewing(String session) {
    return new Viewing(session, POST, null, null);
  }

  private Operation arrival(String session) {
    return new ViewOperation(
        calls,
        pendingViews,
        new RecentSteps(System::nanoTime),
        new ViewOperation.Step(viewing(session), null, Kind.ARRIVAL),
        failure -> {});
  }

  private Operation unconfirmed(PendingView views) {
    return new CountOperation(calls, ViewWrite.unconfirmed(calls, pendingViews, views));
  }

  private Operation acknowledged(PendingView views, boolean unrelated) {
    return new CountOperation(calls, ViewWrite.acknowledged(calls, pendingViews, views, unrelated));
  }

  private void exchange(Operation... writes) {
    Batch batch = sent(writes);
    batch.receive(new ArrayList<>());
  }

  private Batch sent(Operation... writes) {
    Batch batch = new Batch(List.of(writes), List.of());
    batch.exchange(connection.masters(), new CountsQuery(calls.keys(), calls));
    return batch;
  }

  private void promote(MemoryRedis another) {
    redis = another;
    connection = redis.connection();
  }

  /** Redis is back: what is unconfirmed is written first. */
  private void comeBack(boolean unrelated) {
    PendingViews.Unconfirmed views = pendingViews.takeUnconfirmed();
    views.acknowledged().forEach(one -> exchange(acknowledged(one, unrelated)));
    views.unknown().forEach(one -> exchange(unconfirmed(one)));
  }

  /** The numbers under which views were sent. */
  private List<String> numbers() {
    return connection.calls.stream()
        .filter(call -> call.name().equals("ADD_VIEWS"))
        .map(call -> call.arguments().get(1))
        .toList();
  }

  private long counted() {
    return nodeMetrics.total(Counter.VIEWS_COUNTED);
  }

  @Test
  void aViewThatIsSentTwiceIsAddedOnce() {
    sent(arrival("a")).abandon(); // Redis did it, and the answer was lost

    comeBack(false);

    assertThat(numbers()).containsExactly("1", "1");
    assertThat(redis.views(POST)).isEqualTo("1");
    assertThat(pendingViews.open(POST)).isZero();
    assertThat(counted()).isOne();
  }

  @Test
  void aViewThatNeverReachedRedisIsAddedWhenItIsBack() {
    arrival("a").abandon();
    Operation lost = arrival("b");
    lost.send(new MemoryRedis().connection().masters().pipelined());
    lost.abandon();
    assertThat(pendingViews.open(POST)).isEqualTo(2);

    comeBack(true);

    assertThat(numbers()).containsExactly("1", "2");
    assertThat(redis.views(POST)).isEqualTo("2");
    assertThat(pendingViews.open(POST)).isZero();
  }

  @Test
  void aViewWhoseNumberIsTooLowIsSentUnderAnotherOneWhenItWasNeverSentBefore() {
    redis.strings.put(WRITTEN, "1");

    exchange(arrival("a"));

    assertThat(numbers()).containsExactly("1", "2");
    assertThat(redis.views(POST)).isEqualTo("1");
    assertThat(pendingViews.open(POST)).isZero();
  }

  @Test
  void aViewThatIsOvertakenMoreThanOnceIsSentUntilItIsWritten() {
    redis.strings.put(WRITTEN, "3");

    exchange(
        arrival("a"), unconfirmed(new PendingView(viewing("b"), 0, 1, true, ViewHistoryTest.DAY)));

    assertThat(redis.views(POST)).isEqualTo("2");
  }

  @Test
  void aViewThatIsOvertakenAgainAndAgainIsKeptForAnotherTime() {
    redis.strings.put(WRITTEN, "100");

    exchange(arrival("a"));

    assertThat(redis.views(POST)).isEqualTo("0");
    assertThat(pendingViews.open(POST)).isOne();
    assertThat(pendingViews.takeUnconfirmed().unknown())
        .extracting(PendingView::number)
        .containsExactly(0L);
  }

  @Test
  void aViewThatWasPerhapsWrittenKeepsItsNumber() {
    redis.strings.put(WRITTEN, "1");

    exchange(unconfirmed(new PendingView(viewing("a"), 1, 1, true, ViewHistoryTest.DAY)));

    assertThat(numbers()).containsExactly("1");
    assertThat(redis.views(POST)).isEqualTo("0");
  }

  @Test
  void aViewThatIsKnownToBeRefusedByTheServerIsNotTakenForWritten() {
    ScriptedRedis full = new ScriptedRedis().knowingScripts();
    List<Object> replies = new ArrayList<>(List.of(ScriptedRedis.error("OOM full"), 1L));
    full.on("CLAIM", List.of(1L, "")).on("ADD_VIEWS", call -> replies.remove(0));
    connection = full;
    Batch batch = sent(arrival("a"), arrival("b"));
    assertThatThrownBy(() -> batch.receive(new ArrayList<>()))
        .isInstanceOf(RedisAwayException.class);
    redis.strings.put(WRITTEN, "2"); // that of b
    redis.strings.put("views:13", "1");
    connection = redis.connection();

    comeBack(false);

    assertThat(redis.views(POST)).isEqualTo("2");
    assertThat(pendingViews.open(POST)).isZero();
  }

  @Test
  void whatTheOldMasterAcknowledgedAndTheNewOneNeverGotIsAddedThere() {
    exchange(arrival("a"));
    MemoryRedis replica = redis.copy();
    exchange(arrival("b"));
    exchange(arrival("c"));
    promote(replica);
    assertThat(redis.views(POST)).isEqualTo("1");

    comeBack(false);

    assertThat(numbers()).containsExactly("1", "2", "3");
    assertThat(redis.views(POST)).isEqualTo("3");
    assertThat(counted()).as("they were counted before").isEqualTo(3);
  }

  /** Redis has come back empty: what it had forgotten stays forgotten, of one view or of many. */
  @Test
  void ofViewsThatAnEmptiedServerHasForgottenNoneComesBack() {
    exchange(arrival("a"));
    exchange(arrival("b"));
    exchange(arrival("c"));
    promote(new MemoryRedis());

    PendingViews.Unconfirmed views = pendingViews.takeUnconfirmed();
    exchange(
        views.acknowledged().stream()
            .map(one -> acknowledged(one, true))
            .toArray(Operation[]::new));
    assertThat(redis.views(POST)).isEqualTo("0");

    exchange(arrival("d"));
    comeBack(false);
    assertThat(redis.views(POST)).as("nor when the connection breaks again").isEqualTo("1");
  }

  @Test
  void aPageLoadThatAnEmptiedServerHasForgottenIsMarkedThereAndNoLongerUnsettled() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    exchange(session(visit, Kind.ARRIVAL));
    promote(new MemoryRedis());

    comeBack(true);

    assertThat(pendingViews.isUnsettled(visit)).isFalse();
    exchange(atAnotherNode(visit, Kind.ARRIVAL));
    assertThat(redis.views(POST)).as("the page load adds no view").isEqualTo("0");
  }

  @Test
  void aPageLoadThatAnotherNodeHasCountedIsNoLongerUnsettled() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    MemoryRedis replica = redis.copy();
    exchange(session(visit, Kind.ARRIVAL));
    promote(replica);
    exchange(atAnotherNode(visit, Kind.ARRIVAL));

    comeBack(false);

    assertThat(pendingViews.isUnsettled(visit)).isFalse();
  }

  @Test
  void whatWasAcknowledgedOutOfTheOrderOfItsNumbersIsSentAgainInTheirOrder() {
    MemoryRedis replica = redis.copy();
    redis.strings.put(WRITTEN, "1");
    exchange(arrival("a"), arrival("b")); // the first is sent again, as the third
    assertThat(numbers()).containsExactly("1", "2", "3");
    promote(replica);

    comeBack(false);

    assertThat(numbers()).containsExactly("2", "3");
    assertThat(redis.views(POST)).isEqualTo("2");
  }

  /** As when it has forgotten the scripts, and another connection tells it again just then. */
  @Test
  void aViewThatIsSentAstrayIsWrittenBeforeTheOneBehindIt() {
    exchange(arrival("a"));
    MemoryRedis replica = redis.copy();
    exchange(arrival("b"));
    exchange(arrival("c"));
    promote(replica);
    MemoryRedis promoted = redis;
    AtomicBoolean astray = new AtomicBoolean(true);
    connection.on(
        "ADD_VIEWS",
        call ->
            call.arguments().get(1).equals("2") && astray.getAndSet(false)
                ? ScriptedRedis.error("TRYAGAIN of a slot half way")
                : promoted.answer(call));

    exchange(
        pendingViews.takeUnconfirmed().acknowledged().stream()
            .map(one -> acknowledged(one, false))
            .toArray(Operation[]::new));

    assertThat(numbers()).containsExactly("1", "2", "3", "2", "3");
    assertThat(redis.views(POST)).isEqualTo("3");
  }

  /** The page has gone to another node since, which writes it first. */
  @Test
  void aViewThatTheNewMasterLacksIsAddedThoughAnotherNodeHasMarkedItsPageLoad() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    MemoryRedis replica = redis.copy();
    exchange(session(visit, Kind.ARRIVAL));
    promote(replica);
    exchange(atAnotherNode(visit, Kind.RENEWAL));

    comeBack(false);
    assertThat(redis.views(POST)).isEqualTo("1");

    exchange(atAnotherNode(visit, Kind.ARRIVAL));
    assertThat(redis.views(POST)).as("the page load has been counted").isEqualTo("1");
  }

  /** It goes to another node while Redis is away, which does not know that it was counted. */
  @Test
  void aPageLoadOfWhichAnEmptiedServerHasForgottenTheViewIsNotCountedByAnotherNode() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    exchange(session(visit, Kind.ARRIVAL));
    promote(new MemoryRedis());
    pendingViews.forgetAcknowledged();
    exchange(session(visit, Kind.RENEWAL));

    PendingViews others =
        new PendingViews(new NodeMetrics(), () -> 0, ViewHistoryTest.history(), 0);
    PendingView view = new PendingView(visit, 0, 1, true, ViewHistoryTest.DAY);
    exchange(new CountOperation(calls, ViewWrite.unconfirmed(calls, others, view)));

    assertThat(redis.views(POST)).isEqualTo("0");
  }

  /** Its tab was hidden when the server was emptied. */
  @Test
  void aParkedPageLoadThatAnEmptiedServerHasForgottenIsNotCountedWhenItComesBack() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    exchange(session(visit, Kind.ARRIVAL));
    promote(new MemoryRedis());
    pendingViews.forgetAcknowledged();
    exchange(
        new ParkOperation(calls, pendingViews, new RecentSteps(System::nanoTime), visit, () -> {}));

    exchange(atAnotherNode(visit, Kind.ARRIVAL));

    assertThat(redis.views(POST)).isEqualTo("0");
  }

  @Test
  void aPageLoadThatAnotherNodeHasMarkedIsNotCountedWhenItComesAnew() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    exchange(atAnotherNode(visit, Kind.RENEWAL));

    exchange(session(visit, Kind.ARRIVAL));

    assertThat(redis.views(POST)).isEqualTo("0");
  }

  private Operation atAnotherNode(Viewing viewing, Kind kind) {
    ScriptCalls calls =
        new ScriptCalls(
            new Keys(""),
            new Owner("other:1"),
            new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ZERO));
    PendingViews pendingViews =
        new PendingViews(new NodeMetrics(), () -> 0, ViewHistoryTest.history(), 0);
    return new ViewOperation(
        calls,
        pendingViews,
        new RecentSteps(System::nanoTime),
        new ViewOperation.Step(viewing, null, kind),
        failure -> {});
  }

  @Test
  void aPageLoadIsMarkedByItsViewAsLongAsThatMayBeLost() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    exchange(session(visit, Kind.ARRIVAL));
    exchange(session(visit, Kind.RENEWAL));
    assertThat(connection.names()).doesNotContain("SET");
  }

  private Operation session(Viewing viewing, Kind kind) {
    return new ViewOperation(
        calls,
        pendingViews,
        new RecentSteps(System::nanoTime),
        new ViewOperation.Step(viewing, null, kind),
        failure -> {});
  }

  @Test
  void aFailoverAfterAFailoverLosesNoViewAndAddsNone() {
    exchange(arrival("a"));
    MemoryRedis first = redis.copy();
    exchange(arrival("b"));
    MemoryRedis second = first.copy();

    promote(first);
    comeBack(false);
    exchange(arrival("c"));
    promote(second);
    comeBack(false);
    comeBack(false);

    assertThat(redis.views(POST)).isEqualTo("3");
  }

  @Test
  void aServerThatHasComeBackEmptyGetsNoViewOfTheOldOne() {
    exchange(arrival("a"));
    promote(new MemoryRedis());

    comeBack(true);

    assertThat(connection.last("ADD_VIEWS").arguments()).endsWith("1", "0", "1");
    assertThat(redis.views(POST)).isEqualTo("0");
  }

  @Test
  void aStrangeServerThatKnowsThisNodeAtThePostGetsWhatItLacks() {
    exchange(arrival("a"));
    MemoryRedis snapshot = redis.copy();
    exchange(arrival("b"));
    promote(snapshot);

    comeBack(true);

    assertThat(redis.views(POST)).isEqualTo("2");
  }

  @Test
  void aPageLoadThatWasAcknowledgedIsMarkedOnAnEmptyServerAndNotCountedThere() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    exchange(
        new ViewOperation(
            calls,
            pendingViews,
            new RecentSteps(System::nanoTime),
            new ViewOperation.Step(visit, null, Kind.ARRIVAL),
            failure -> {}));
    promote(new MemoryRedis());
    comeBack(true);

    exchange(
        new ViewOperation(
            calls,
            pendingViews,
            new RecentSteps(System::nanoTime),
            new ViewOperation.Step(visit, null, Kind.ARRIVAL),
            failure -> {}));

    assertThat(redis.views(POST)).isEqualTo("0");
  }

  @Test
  void whatWasAcknowledgedIsNeitherShownNorPendingTwiceWhenItIsLostAgain() {
    exchange(arrival("a"));
    PendingView acknowledged = pendingViews.takeUnconfirmed().acknowledged().get(0);

    sent(acknowledged(acknowledged, false)).abandon();
    connection.on("ADD_VIEWS", ScriptedRedis.error("WRONGTYPE of a key"));
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      exchange(acknowledged(acknowledged, false));
      assertThat(log.warnings()).hasSize(1);
    }

    PendingViews.Unconfirmed again = pendingViews.takeUnconfirmed();
    assertThat(again.unknown()).isEmpty();
    assertThat(again.acknowledged()).containsExactly(acknowledged);
    assertThat(pendingViews.open(POST)).isZero();
    assertThat(counted()).isOne();
  }
}
