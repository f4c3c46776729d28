package onlookers.redis.write;

import static onlookers.redis.write.ViewHistoryTest.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.Viewing;
import onlookers.redis.MemoryRedis;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.ErrorReplies;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.NodeMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each view that Redis has counted is counted for its day once, whatever breaks. */
class DayOperationTest {
  private static final Post POST = new Post("13");

  private final ScriptCalls calls =
      new ScriptCalls(
          new Keys(""),
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ZERO));
  private final ViewHistory history = ViewHistoryTest.history();
  private final PendingViews pendingViews =
      new PendingViews(new NodeMetrics(), () -> 0, history, 0);
  private MemoryRedis redis = new MemoryRedis();
  private ScriptedRedis connection = redis.connection();

  private Operation arrival(@Nullable String visit) {
    return new ViewOperation(
        calls,
        pendingViews,
        new RecentSteps(System::nanoTime),
        new ViewOperation.Step(new Viewing("s", POST, visit, null), null, Kind.ARRIVAL),
        failure -> {});
  }

  private Operation gathered() {
    return DayOperation.gathered(calls, history);
  }

  private Batch sent(Operation... writes) {
    Batch batch = new Batch(List.of(writes), List.of());
    batch.exchange(connection.masters(), new CountsQuery(calls.keys(), calls));
    return batch;
  }

  private void exchange(Operation... writes) {
    sent(writes).receive(new ArrayList<>());
  }

  private void promote(MemoryRedis another) {
    redis = another;
    connection = redis.connection();
  }

  /** Redis is back: what is unconfirmed is written first, then what has gathered. */
  private void comeBack(boolean unrelated) {
    new RecoveryOperations(
            calls, pendingViews, history, new RecentSteps(System::nanoTime), new PendingEndings())
        .unconfirmed(key -> unrelated)
        .forEach(one -> exchange((Operation) one));
    exchange(gathered());
  }

  private void assertViews(String ever, String thatDay) {
    assertThat(redis.views(POST)).as("views ever").isEqualTo(ever);
    assertThat(redis.views(POST, DAY)).as("views of the day").isEqualTo(thatDay);
  }

  @Test
  void viewsThatWereCountedLeaveTogether() {
    exchange(arrival(null));
    exchange(arrival(null));
    assertViews("2", "0");
    exchange(gathered());
    exchange(gathered());
    assertViews("2", "2");
    assertThat(connection.calls).filteredOn(call -> call.name().equals("ADD_DAY")).hasSize(1);
  }

  @Test
  void aPageLoadThatComesBackCountsOnceForTheDayToo() {
    exchange(arrival("page-load"));
    exchange(arrival("page-load"));
    exchange(gathered());
    assertViews("1", "1");
  }

  @Test
  void aViewWhoseAnswerWasLostCountsOnceForItsDay() {
    sent(arrival("page-load")).abandon(); // Redis did it
    comeBack(false);
    assertViews("1", "1");
  }

  @Test
  void anotherViewOfAPageLoadWhoseAnswerWasLostDoesNotCount() {
    exchange(arrival("page-load"));
    sent(arrival("page-load")).abandon(); // Redis did it
    comeBack(false);
    assertViews("1", "1");
  }

  @Test
  void aBatchThatIsSentTwiceIsAddedOnce() {
    exchange(arrival(null));
    sent(gathered()).abandon(); // Redis did it
    comeBack(false);
    comeBack(false);
    assertViews("1", "1");
  }

  @Test
  void aBatchThatNeverReachedRedisIsAddedWhenItIsBack() {
    exchange(arrival(null));
    Operation lost = gathered();
    lost.send(new MemoryRedis().connection().masters().pipelined());
    lost.abandon();
    comeBack(false);
    assertViews("1", "1");
  }

  @Test
  void whatHasGatheredWhenABatchIsAbandonedUnsentStays() {
    exchange(arrival(null));
    gathered().abandon();
    exchange(gathered());
    assertViews("1", "1");
  }

  @Test
  void whatTheOldMasterAcknowledgedAndTheNewOneNeverGotIsAddedThere() {
    exchange(arrival(null));
    exchange(gathered());
    MemoryRedis replica = redis.copy();
    exchange(arrival(null));
    exchange(gathered());
    exchange(arrival(null));
    promote(replica);
    assertViews("1", "1");

    comeBack(false);
    assertViews("3", "3");
    comeBack(false);
    assertViews("3", "3");
  }

  @Test
  void aViewThatWasLostAndCountedByAnotherNodeMeanwhileCountsOnce() {
    MemoryRedis replica = redis.copy();
    exchange(arrival("page-load"));
    exchange(gathered());
    promote(replica);
    replica.strings.put("onlookers:visit:{views:13}:page-load", "77"); // another node's
    replica.strings.put("views:13", "1");
    replica.hset("onlookers:day:" + DAY, "13", "1");

    comeBack(false);
    assertViews("1", "1");
    comeBack(false);
    assertViews("1", "1");
  }

  @Test
  void aServerThatHasComeBackEmptyGetsNothingOfTheOldOne() {
    exchange(arrival(null));
    exchange(gathered());
    promote(new MemoryRedis());
    comeBack(true);
    comeBack(false);
    assertViews("0", "0");
  }

  @Test
  void aKeyThatHoldsSomethingElseIsNamedInTheLogAndTheBatchIsGone() {
    connection.on("ADD_DAY", ScriptedRedis.error("WRONGTYPE of a key"));
    exchange(arrival(null));
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      exchange(gathered());
      assertThat(log.warnings()).hasSize(1);
    }
    assertThat(history.takeUnknown()).isEmpty();
    assertThat(history.remembered()).isEmpty();
  }
}
