package onlookers.redis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import onlookers.fixture.LogCapture;
import onlookers.fixture.ManualScheduler;
import onlookers.fixture.RedisProcess;
import onlookers.redis.connect.Layout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** What is known of notifications when another server takes the place of a silent master. */
class EventConnectionsIT {
  private static final HostAndPort OLD = new HostAndPort("old", 6379);
  private static final HostAndPort NEW = new HostAndPort("new", 6379);

  private final RedisProcess redis = RedisProcess.start();
  private final ManualScheduler time = new ManualScheduler();
  private final List<Boolean> receiving = new CopyOnWriteArrayList<>();
  private volatile Layout layout = Layout.of(OLD);
  private volatile boolean isOldThere;

  private final EventConnections connections =
      new EventConnections(
          new ChangingTopology(() -> layout),
          this::connect,
          new EventNames(
              "__keyspace@0__:",
              "onlookers:probe:me",
              new EventNames.Messages("rewrite", "missed"),
              List.of()),
          new RecordingHandler(receiving),
          time);

  /** The heartbeats of the old master go to another database than the one that is listened to. */
  private Jedis connect(HostAndPort master, String purpose) {
    if (master.equals(OLD) && !isOldThere) {
      throw new JedisConnectionException("it is not there");
    }
    Jedis jedis = redis.connect();
    if (master.equals(OLD)) {
      jedis.select(purpose.equals("heartbeat") ? 1 : 0);
    }
    return jedis;
  }

  @AfterEach
  void close() {
    connections.close();
    redis.close();
  }

  private void passUntilReceiving(boolean expected) {
    await()
        .until(
            () -> {
              time.advance(EventBeat.TICK);
              return !receiving.isEmpty() && receiving.get(receiving.size() - 1) == expected;
            });
  }

  /** Else its posts would be read every second for good: it has never been silent itself. */
  @Test
  void aMasterThatTakesThePlaceOfOneThatWasGoneIsReceived() {
    connections.start();
    passUntilReceiving(false);

    layout = Layout.of(NEW);

    passUntilReceiving(true);
  }

  @Test
  void whereItWasLoggedThatNothingComesItIsLoggedThatTheNextMastersNotificationsDo() {
    try (LogCapture log = new LogCapture(EventBeat.class)) {
      isOldThere = true;
      connections.start();
      passUntilReceiving(false);
      await()
          .until(
              () -> {
                time.advance(EventBeat.TICK);
                return !log.warnings().isEmpty();
              });

      layout = Layout.of(NEW);
      passUntilReceiving(true);

      assertThat(log.all()).endsWith("Redis' notifications come again");
    }
  }

  @Test
  void whereNobodyTakesItsPlaceTheOthersAreAllThatIsReceived() {
    connections.start();
    passUntilReceiving(false);
    layout = Layout.of(List.of(OLD, NEW), new short[Layout.SLOTS]);
    time.advance(EventBeat.TICK);
    assertThat(receiving).doesNotContain(true);

    layout = Layout.of(NEW);

    passUntilReceiving(true);
  }
}
