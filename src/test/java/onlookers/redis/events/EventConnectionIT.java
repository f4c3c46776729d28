package onlookers.redis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import onlookers.config.RedisUri;
import onlookers.fixture.LogCapture;
import onlookers.fixture.LossyProxy;
import onlookers.fixture.ManualScheduler;
import onlookers.fixture.RedisProcess;
import onlookers.redis.connect.RedisConnector;
import onlookers.runtime.RedisHealth;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/**
 * What one connection receives, when, and what it costs; time passes only when the test says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventConnectionIT {
  private static final String CHANNELS = "__keyspace@0__:";
  private static final String BEAT = "onlookers:probe:me";
  private static final String REQUESTS = "onlookers:rewrite:me";
  private static final String MISSED = "onlookers:missed";

  private final RedisProcess redis = RedisProcess.start();
  private final Jedis jedis = redis.connect();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private ManualScheduler time;
  private LossyProxy proxy;
  private EventConnection connection;

  @BeforeEach
  void open() {
    jedis.flushAll();
    jedis.configResetStat();
    received.clear();
    time = new ManualScheduler();
    proxy = new LossyProxy(redis.port());
    RedisConnector connector =
        new RedisConnector(RedisUri.parse("redis://127.0.0.1:" + proxy.port()));
    connection =
        new EventConnection(
            connector::connect,
            new EventNames(
                CHANNELS,
                BEAT,
                new EventNames.Messages(REQUESTS, MISSED),
                List.of(CHANNELS + "viewers:*", CHANNELS + "session:*")),
            new Recorder(received),
            time);
    connection.start();
    time.every(EventBeat.TICK, connection::tick);
    awaitDue(() -> subscribers(CHANNELS + BEAT) == 1 && beats() == 1);
  }

  @AfterEach
  void close() {
    connection.close();
    proxy.close();
    awaitDue(() -> subscribers(REQUESTS) == 0);
  }

  @AfterAll
  void stop() {
    jedis.close();
    redis.close();
  }

  /** Waits for it, while what is due at this moment is done, and no time passes. */
  private void awaitDue(Callable<Boolean> condition) {
    await()
        .until(
            () -> {
              time.runDue();
              return condition.call();
            });
  }

  private void awaitReceived(String... what) {
    awaitDue(() -> received.containsAll(List.of(what)));
  }

  /**
   * Lets the time go on until it is received. The next heartbeat comes an interval after the last
   * one was received, which on a busy machine may be later than a test would think.
   */
  private void passUntilReceived(String what) {
    await()
        .until(
            () -> {
              time.advance(EventBeat.TICK);
              return received.contains(what);
            });
  }

  @Test
  void whoIsEndedWhileItConnectsDoesNotListen() throws InterruptedException {
    CompletableFuture<Void> connecting = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    EventConnection late =
        new EventConnection(
            purpose -> {
              connecting.complete(null);
              goOn.join();
              Thread.interrupted(); // a socket would not notice
              return redis.connect();
            },
            new EventNames(CHANNELS, BEAT, new EventNames.Messages("late", MISSED), List.of()),
            new Recorder(received),
            time);
    late.start();
    connecting.join();
    Thread end = new Thread(late::close, "the end");
    end.start();
    await().until(() -> end.getState() == Thread.State.TIMED_WAITING); // it has looked

    goOn.complete(null);
    end.join(4_000);

    assertThat(end.isAlive()).as("it waits for a thread that listens").isFalse();
    assertThat(subscribers("late")).isZero();
  }

  private long subscribers(String channel) {
    return jedis.pubsubNumSub(channel).get(channel);
  }

  /** How many heartbeats were made: each adds to the set once. */
  private long beats() {
    return calls("sadd");
  }

  private long calls(String command) {
    return jedis
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^.*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  private void follow(String... keys) {
    connection.follow(List.of(keys));
    awaitReceived("followed " + List.of(keys));
  }

  @Test
  void eventsOfAKeyThatIsFollowedAreReceivedAndThoseOfOthersAreNot() {
    follow("viewers:p", "views:p");
    long before = proxy.received();
    for (int i = 0; i < 1_000; i++) {
      jedis.sadd("viewers:other" + i, "s");
      jedis.incr("views:other" + i);
      jedis.set("session:s" + i, "p");
    }
    jedis.sadd("viewers:p", "s");
    jedis.incr("views:p");
    jedis.del("viewers:p");
    awaitReceived("viewers:p sadd", "views:p incrby", "viewers:p del");
    assertThat(received).noneMatch(one -> one.contains("other") || one.contains("session"));
    assertThat(proxy.received() - before).as("bytes").isLessThan(500);
  }

  @Test
  void manyKeysAreFollowedByFewCommands() {
    long before = calls("subscribe");
    List<String> keys = IntStream.range(0, 1_200).mapToObj(i -> "viewers:" + i).toList();
    keys.forEach(key -> connection.follow(List.of(key)));
    awaitDue(() -> subscribers(CHANNELS + "viewers:1199") == 1);
    awaitReceived("followed " + keys.subList(1_000, 1_200));
    assertThat(calls("subscribe") - before).isEqualTo(3);
  }

  @Test
  void whatNobodyFollowsAnyMoreIsReceivedForAMinuteAndThenNoLonger() {
    follow("viewers:p");
    connection.unfollow(List.of("viewers:p"));
    for (int second = 1; second <= 59; second++) {
      time.advance(Duration.ofSeconds(1));
      jedis.publish(REQUESTS, "after " + second);
      awaitReceived("requested after " + second); // and with it the heartbeat, if there was one
    }
    assertThat(subscribers(CHANNELS + "viewers:p")).isEqualTo(1);
    time.advance(Duration.ofSeconds(2));
    awaitDue(() -> subscribers(CHANNELS + "viewers:p") == 0);
    assertThat(subscribers(REQUESTS)).isEqualTo(1);
  }

  @Test
  void aCrowdOfPostsThatNobodyFollowsAnyMoreIsLetGoAtOnce() {
    List<String> keys =
        IntStream.range(0, FollowedKeys.MAX_LINGERING + 2_000)
            .mapToObj(i -> "viewers:" + i)
            .toList();
    connection.follow(keys);
    awaitDue(() -> viewersChannels() == keys.size());
    connection.unfollow(keys);
    time.advance(EventBeat.TICK);
    await().until(() -> viewersChannels() == FollowedKeys.MAX_LINGERING);
  }

  private int viewersChannels() {
    return jedis.pubsubChannels(CHANNELS + "viewers:*").size();
  }

  @Test
  void patternsAreReceivedByWhoeverSubscribes() {
    connection.patterns(true);
    awaitReceived("matching");
    jedis.set("session:s", "p");
    jedis.del("session:s");
    jedis.sadd("viewers:p", "s");
    awaitReceived("session:s del by pattern", "viewers:p sadd by pattern");
    connection.patterns(false);
    awaitDue(() -> jedis.pubsubNumPat() == 0);
  }

  @Test
  void aMessageForThisNodeIsReceived() {
    jedis.publish(REQUESTS, "s1");
    awaitReceived("requested s1");
  }

  @Test
  void aConnectionThatWasCutIsMadeAnewAndSubscribesToEverything() {
    follow("viewers:p");
    connection.patterns(true);
    awaitReceived("matching");
    received.clear();
    jedis.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
    awaitReceived("followed [viewers:p]", "matching");
    jedis.sadd("viewers:p", "s");
    awaitReceived("viewers:p sadd");
  }

  @Test
  void silenceIsCheap() {
    jedis.configResetStat();
    for (int second = 0; second < 60; second++) {
      time.advance(Duration.ofSeconds(1));
      jedis.publish(REQUESTS, "after " + second);
      awaitReceived("requested after " + second); // and so was what came before it
    }
    assertThat(beats()).isBetween(10L, 13L);
    assertThat(received).doesNotContain("receiving false");
  }

  @Test
  void flagsThatSomebodyOverwritesAreSetAgainAndWhatWasMissedIsSaid() {
    jedis.configSet(KeyspaceFlags.SETTING, "xE");
    assertThat(received).doesNotContain("missed");
    time.advance(Duration.ofSeconds(6));
    awaitReceived("missed");
    assertThat(jedis.configGet(KeyspaceFlags.SETTING).get(KeyspaceFlags.SETTING)).contains("K");
  }

  /** Its own next heartbeat finds all as it should be. */
  @Test
  void flagsThatAnotherNodeHasSetAgainWereMissedHereToo() {
    EventConnection other =
        new EventConnection(
            purpose -> redis.connect(),
            new EventNames(
                CHANNELS,
                "onlookers:probe:other",
                new EventNames.Messages("onlookers:rewrite:other", MISSED),
                List.of(CHANNELS + "viewers:*", CHANNELS + "session:*")),
            new Recorder(new CopyOnWriteArrayList<>()),
            time);
    jedis.configSet(KeyspaceFlags.SETTING, "");
    received.clear();
    try {
      other.start(); // it finds them missing when it connects; here no time passes for a heartbeat
      awaitReceived("missed");
    } finally {
      other.close();
    }
  }

  @Test
  void aListeningConnectionThatIsDeadIsNoticedAndReplaced() {
    follow("viewers:p");
    try (LogCapture log = new LogCapture(EventBeat.class)) {
      proxy.muteListeners();
      time.advance(Duration.ofMillis(7_500));
      assertThat(received).contains("receiving false");
      assertThat(log.all()).hasSize(1);
      awaitReceived("receiving true", "missed");
      assertThat(log.all()).hasSize(2);
      assertThat(log.all().get(1)).isEqualTo("Redis' notifications come again");
    }
    jedis.sadd("viewers:p", "s");
    awaitReceived("viewers:p sadd");
  }

  @Test
  void aRedisThatWasEmptiedIsNoticed() {
    jedis.flushAll();
    passUntilReceived("emptied");
    received.clear();
    time.advance(Duration.ofSeconds(6));
    assertThat(received).doesNotContain("emptied");
  }

  @Test
  void aProcessThatSleptDoesNotTakeRedisForEmptied() {
    time.skip(Duration.ofMinutes(1));
    jedis.del(BEAT); // has expired meanwhile
    long beats = beats();
    time.advance(Duration.ofSeconds(6)); // the beat before may be received only now
    awaitDue(() -> beats() > beats);
    assertThat(received).doesNotContain("emptied");
  }

  private record Recorder(List<String> received) implements EventHandler {
    @Override
    public void followed(Collection<String> keys) {
      received.add("followed " + keys);
    }

    @Override
    public void matching() {
      received.add("matching");
    }

    @Override
    public void changed(String key, String event) {
      received.add(key + " " + event);
    }

    @Override
    public void matched(String key, String event) {
      received.add(key + " " + event + " by pattern");
    }

    @Override
    public void failed(RedisHealth.Connection connection, Throwable failure) {
      // It is received by what comes next.
    }

    @Override
    public void requested(String session) {
      received.add("requested " + session);
    }

    @Override
    public void receiving(boolean receiving) {
      received.add("receiving " + receiving);
    }

    @Override
    public void missed() {
      received.add("missed");
    }

    @Override
    public void emptied() {
      received.add("emptied");
    }
  }
}
