package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.LogCapture;
import onlookers.fixture.LossyProxy;
import onlookers.fixture.RedisProcess;
import onlookers.presence.CollectorStore.Lock;
import onlookers.presence.CollectorStore.Pace;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.redis.RedisContext;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.schema.ErrorReplies;
import onlookers.redis.schema.Keys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JedisCollectorStoreIT {
  private static final Duration LENGTH = Duration.ofSeconds(5);
  private static final String INDEX = "onlookers:posts";

  private final RedisProcess redis = RedisProcess.start();
  private final Jedis jedis = redis.connect();
  private LossyProxy proxy;
  private RedisContext node;
  private JedisCollectorStore store;

  @BeforeEach
  void start() {
    jedis.flushAll();
    proxy = new LossyProxy(redis.port());
    node = node("redis://127.0.0.1:" + proxy.port());
    store = node.collectorStore();
  }

  private static boolean toTheEnd() {
    return true;
  }

  private static RedisContext node(String uri) {
    Settings settings =
        SettingsLoader.load(Sources.only(Map.of("node.id", "one"), Deployment.SERVER)).settings();
    return new RedisContext(RedisUri.parse(uri), settings);
  }

  @AfterEach
  void end() {
    node.close();
    proxy.close();
  }

  @AfterAll
  void stop() {
    jedis.close();
    redis.close();
  }

  private void breakConnections() {
    jedis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
  }

  /** A session whose key is gone, in hash and set, and in the index if that is to know it. */
  private void dead(String session, String post, boolean indexed) {
    jedis.hset("viewers", session, post);
    jedis.sadd("viewers:" + post, session);
    if (indexed) {
      jedis.zadd(INDEX, 1, post);
    }
  }

  /** A set that only a walk through all keys finds. */
  private void hidden(String post) {
    jedis.sadd("viewers:" + post, "ghost-" + post);
  }

  @Test
  void whetherANodeHasSessionsThatHaveEndedIsAskedOnceForAll() {
    List<String> ended = IntStream.range(0, 100).mapToObj(i -> "ended-" + i).toList();
    jedis.configResetStat();

    assertThat(store.reconcile(ended)).isZero();

    assertThat(jedis.info("commandstats"))
        .contains("cmdstat_mget:calls=1,")
        .doesNotContain("cmdstat_get:");
  }

  @Test
  void theLockIsOneNodesUntilItGivesItUp() {
    JedisCollectorStore other = node.collectorStore();
    RedisContext second = node(redis.uri());
    JedisCollectorStore rival = second.collectorStore();
    assertThat(store.lock(LENGTH, false)).isEqualTo(Lock.TAKEN);
    assertThat(other.lock(LENGTH, false)).as("the same node").isEqualTo(Lock.KEPT);
    assertThat(rival.lock(LENGTH, false)).isEqualTo(Lock.ELSEWHERE);
    assertThat(jedis.pttl("onlookers:collector")).isBetween(1L, LENGTH.toMillis());
    assertThat(rival.lock(LENGTH, true)).isEqualTo(Lock.TAKEN);
    assertThat(store.lock(LENGTH, false)).isEqualTo(Lock.ELSEWHERE);
    rival.unlock();
    await().until(() -> store.lock(LENGTH, false) == Lock.TAKEN);
    second.close();
  }

  @Test
  void theLockReportsABreakThatTheNextConnectionRepairs() {
    assertThat(store.lock(LENGTH, false)).isEqualTo(Lock.TAKEN);
    breakConnections();
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> store.lock(LENGTH, false));
    assertThat(store.lock(LENGTH, false)).isNotEqualTo(Lock.ELSEWHERE);
  }

  @Test
  void theLockIsAskedForAgainWhereTheScriptsAreForgotten() {
    store.lock(LENGTH, false);
    jedis.scriptFlush();
    assertThat(store.lock(LENGTH, false)).isNotEqualTo(Lock.ELSEWHERE);
  }

  /** Who listens on the channel of that owner receives the sessions that it is to write again. */
  private List<String> requestsTo(String owner, Runnable doing) throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    CountDownLatch listening = new CountDownLatch(1);
    JedisPubSub ear =
        new JedisPubSub() {
          @Override
          public void onSubscribe(String channel, int count) {
            listening.countDown();
          }

          @Override
          public void onMessage(String channel, String session) {
            if (session.equals("that is all")) {
              unsubscribe();
            } else {
              requests.add(session);
            }
          }
        };
    Jedis connection = redis.connect();
    Thread thread =
        new Thread(() -> connection.subscribe(ear, "onlookers:rewrite:" + owner), "ear");
    thread.start();
    listening.await();
    doing.run();
    jedis.publish("onlookers:rewrite:" + owner, "that is all");
    thread.join();
    connection.close();
    return requests;
  }

  @Test
  void theOwnerOfASessionWhoseKeyIsGoneIsNotifiedByWhoeverReceivesItsEndOrSweeps()
      throws Exception {
    jedis.zadd("onlookers:nodes", 9e15, "two:b");
    jedis.set(new Keys("").owner("s1"), "two:b");
    jedis.set(new Keys("").owner("s2"), "two:b");
    jedis.set(new Keys("").owner("s3"), "ended:two:b");
    jedis.set(new Keys("").owner("s4"), "two:b");
    jedis.set("session:s4", "13");
    jedis.hset("viewers", Map.of("s2", "13", "s4", "13"));
    jedis.sadd("viewers:13", "s2", "s4");
    assertThat(requestsTo("two:b", () -> store.reconcile(List.of("s1", "s2", "s3", "s4", "s5"))))
        .containsExactlyInAnyOrder("s1", "s2");
    assertThat(requestsTo("two:b", () -> store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.CALM)))
        .containsExactly("s2");
    assertThat(jedis.smembers("viewers:13")).containsExactlyInAnyOrder("s2", "s4");
  }

  @Test
  void aSweepOfWhatIsInOrderReadsNoSetAndWritesNothing() {
    for (int i = 0; i < 3_000; i++) {
      jedis.set("session:s" + i, "p" + i % 100);
      jedis.hset("viewers", "s" + i, "p" + i % 100);
      jedis.sadd("viewers:p" + i % 100, "s" + i);
    }
    store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK);
    jedis.configResetStat();
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isZero();
    assertThat(jedis.info("commandstats"))
        .contains("cmdstat_hscan", "cmdstat_scard")
        .doesNotContain("sscan", "evalsha", "zadd", "hset");
  }

  @Test
  void aStrangerInASetIsFoundWhereAMemberIsMissing() {
    for (String session : List.of("s1", "s2")) {
      jedis.set("session:" + session, "13");
      jedis.hset("viewers", session, "13");
    }
    jedis.sadd("viewers:13", "s1", "stranger"); // as many as the hash says
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isEqualTo(1);
    assertThat(jedis.smembers("viewers:13")).containsExactlyInAnyOrder("s1", "s2");
  }

  @Test
  void aBreakDoesNotKeepASweepFromBeingDone() {
    dead("s1", "13", true);
    store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK);
    dead("s2", "13", true);
    breakConnections();
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isEqualTo(1);
  }

  @Test
  void whoReadsCountsDoesNotKeepTheLockFromTheCollector() throws Exception {
    AtomicBoolean swept = new AtomicBoolean();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Thread reader =
          new Thread(
              () -> {
                while (!swept.get()) {
                  holdAConnection();
                }
              },
              "reader");
      readers.add(reader);
      reader.start();
    }
    await().until(() -> blocked() == 8);
    assertThat(store.lock(LENGTH, false)).isNotEqualTo(Lock.ELSEWHERE);
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isZero();
    await("the API's connections are all taken all the while").until(() -> blocked() == 8);
    swept.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
  }

  /** For a second, or waits for one in vain. */
  private void holdAConnection() {
    try {
      node.api().use(masters -> masters.call(pipeline -> pipeline.blpop(1, "nothing")));
    } catch (UnavailableException | JedisException | RedisAwayException full) {
      // the next time, perhaps
    }
  }

  private long blocked() {
    return jedis
        .info("clients")
        .lines()
        .filter(line -> line.startsWith("blocked_clients:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .sum();
  }

  @Test
  void aScanFindsWhatTheIndexDoesNotKnowAtMostOnceAnHour() {
    hidden("13");
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isZero();
    assertThat(store.scan(JedisCollectorStoreIT::toTheEnd)).isEqualTo(1);
    assertThat(jedis.ttl("onlookers:scanned")).isBetween(3_500L, 3_600L);
    hidden("14");
    assertThat(store.scan(JedisCollectorStoreIT::toTheEnd)).isZero();
    assertThat(jedis.exists("viewers:14")).isTrue();
  }

  @Test
  void aScanWhoseAnswersAreLostIsDoneAllTheSame() {
    hidden("13");
    proxy.loseAnswerTo("onlookers:scanned");
    store.scan(JedisCollectorStoreIT::toTheEnd);
    assertThat(proxy.lost()).isEqualTo(1);
    assertThat(jedis.exists("viewers:13")).isFalse();
  }

  @Test
  void aScanThatWasBrokenOffIsBegunAgain() {
    IntStream.range(0, 2_000).forEach(i -> jedis.set("filler" + i, ""));
    hidden("13");
    store.scan(() -> false);
    assertThat(jedis.exists("onlookers:scanned")).isFalse();
    store.scan(JedisCollectorStoreIT::toTheEnd);
    assertThat(jedis.exists("viewers:13")).isFalse();
  }

  @Test
  void aScanFindsSessionsThatHashAndSetsDoNotKnow() {
    jedis.set("session:s1", "13");
    store.scan(JedisCollectorStoreIT::toTheEnd);
    assertThat(jedis.hget("viewers", "s1")).isEqualTo("13");
    assertThat(jedis.smembers("viewers:13")).containsExactly("s1");
  }

  @Test
  void aHashThatIsNoneDoesNotKeepTheSetsFromBeingSwept() {
    jedis.set("viewers", "something else");
    jedis.zadd(INDEX, 5, "13");
    store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK);
    assertThat(jedis.zscore(INDEX, "13")).as("the ranking of a post that nobody views").isNull();
  }

  @Test
  void aHashThatIsNoneIsNamedInTheLog() {
    jedis.set("viewers", "something else");
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK);
      assertThat(log.warnings()).singleElement().asString().contains("WRONGTYPE", "viewers");
    }
  }

  @Test
  void anIndexThatIsNoneDoesNotKeepTheHashFromBeingSwept() {
    dead("s1", "13", false);
    jedis.set(INDEX, "something else");
    store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK);
    assertThat(jedis.hexists("viewers", "s1")).isFalse();
  }

  @Test
  void aSetThatIsNoneDoesNotKeepTheOthersFromBeingSwept() {
    dead("s1", "13", true);
    jedis.set("viewers:12", "something else");
    jedis.zadd(INDEX, 1, "12");
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isEqualTo(1);
    assertThat(jedis.exists("viewers:13")).isFalse();
  }

  @Test
  void whatCannotBeScannedDoesNotKeepTheRestFromBeingScanned() {
    jedis.set("viewers", "something else");
    jedis.set("session:s1", "13");
    store.scan(JedisCollectorStoreIT::toTheEnd);
    assertThat(jedis.exists("onlookers:scanned")).isTrue();
  }

  @Test
  void theSessionsOfEveryDeadNodeAreEndedAndNoOthers() {
    jedis.zadd("onlookers:nodes", Map.of("a:0", 1.0, "b:0", 2.0, "alive:0", 1e15));
    owned("s1", "a:0");
    owned("s2", "b:0");
    owned("s3", "alive:0");
    owned("s4", "ended:a:0");
    jedis.sadd(node.keys().owner("s5"), "no string");
    dead("s5", "13", true);
    store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd);
    assertThat(store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd)).isEqualTo(2);
    assertThat(jedis.exists("session:s1", "session:s2", node.keys().owner("s1"))).isZero();
    assertThat(jedis.hkeys("viewers")).containsExactlyInAnyOrder("s3", "s4", "s5");
    assertThat(jedis.smembers("viewers:13")).containsExactlyInAnyOrder("s3", "s4", "s5");
    assertThat(jedis.zrange("onlookers:nodes", 0, -1)).containsExactly("alive:0");
  }

  /** Redis' clock was set forward: each lease is over, until its node renews it. */
  @Test
  void aNodeWhoseLeaseIsOverForLongAllAtOnceLivesIfItRenewsItsLeaseUntilTheNextLook() {
    jedis.zadd("onlookers:nodes", now() - 3_600_000, "alive:0");
    owned("s1", "alive:0");
    assertThat(store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd)).isZero();
    jedis.zadd("onlookers:nodes", now() + 15_000, "alive:0");
    assertThat(store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd)).isZero();
    assertThat(jedis.exists("session:s1")).isTrue();
  }

  @Test
  void aNodeWhoseLeaseIsJustOverIsDeadAtOnce() {
    jedis.zadd("onlookers:nodes", now() - 1_000, "a:0");
    owned("s1", "a:0");
    assertThat(store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd)).isEqualTo(1);
  }

  /** Redis' clock was set back: the lease of a node that has died since would last for an hour. */
  @Test
  void aLeaseThatLastsLongerThanAnyMayIsShortened() {
    jedis.zadd("onlookers:nodes", now() + 3_600_000, "dead:0");
    jedis.zadd("onlookers:nodes", now() + 590_000, "patient:0");
    store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd);
    assertThat(jedis.zscore("onlookers:nodes", "dead:0")).isBetween(now(), now() + 17_000);
    assertThat(jedis.zscore("onlookers:nodes", "patient:0")).isGreaterThan(now() + 500_000);
  }

  @Test
  void aLockThatLastsLongerThanAnyMayIsShortened() {
    jedis.set("onlookers:collector", "dead:0", SetParams.setParams().ex(3_600));
    assertThat(store.lock(LENGTH, false)).isEqualTo(Lock.ELSEWHERE);
    assertThat(jedis.get("onlookers:collector")).isEqualTo("dead:0");
    await().until(() -> store.lock(LENGTH, false) == Lock.TAKEN);
  }

  private double now() {
    return Double.parseDouble(jedis.time().get(0)) * 1_000;
  }

  @Test
  void aNodeIsStruckOffOnlyWhenAllItsSessionsWereLookedAt() {
    jedis.zadd("onlookers:nodes", 1, "a:0");
    owned("s1", "a:0");
    store.reapDeadNodes(() -> false);
    store.reapDeadNodes(() -> false);
    assertThat(jedis.zrange("onlookers:nodes", 0, -1)).containsExactly("a:0");
  }

  @Test
  void aSessionOfADeadNodeThatIsNoneDoesNotKeepTheOthersFromBeingReaped() {
    jedis.zadd("onlookers:nodes", 1, "a:0");
    jedis.set(node.keys().owner("s0"), "a:0");
    jedis.sadd("session:s0", "something else");
    dead("s0", "13", true);
    owned("s1", "a:0");
    store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd);
    assertThat(store.reapDeadNodes(JedisCollectorStoreIT::toTheEnd)).isEqualTo(1);
    assertThat(jedis.exists("session:s1")).isFalse();
    assertThat(jedis.zscore("onlookers:nodes", "a:0")).isNull();
  }

  @Test
  void aSessionOfANodeThatIsOnNoListIsEndedWhenItDoesNotLookRight() {
    owned("s1", "gone:0");
    jedis.srem("viewers:13", "s1");
    dead("s1", "14", true);
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isEqualTo(1);
    assertThat(jedis.exists("session:s1", "viewers", "viewers:13", "viewers:14")).isZero();
  }

  private void owned(String session, String owner) {
    jedis.set("session:" + session, "13");
    jedis.set(node.keys().owner(session), owner);
    dead(session, "13", true);
  }

  @Test
  void whatHasEndedIsReconciledThoughAHashIsNone() {
    jedis.set("viewers", "something else");
    assertThat(store.reconcile(List.of("s1"))).isZero();
  }

  /** Whoever writes here may call posts as they like. */
  @Test
  void aSessionThatIsNotOursLeavesNothingAtWhatIsNoPost() {
    jedis.set("session:s1", "a b");
    dead("s1", "a b", false);
    dead("s2", "a b", false);
    assertThat(store.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK)).isEqualTo(1);
    assertThat(jedis.smembers("viewers:a b")).containsExactly("s1");

    jedis.del("session:s1");
    assertThat(store.reconcile(List.of("s1"))).isEqualTo(1);
    assertThat(jedis.exists("viewers", "viewers:a b")).isZero();
  }

  @Test
  void manyEndedSessionsAreReconciledInSteps() {
    List<String> sessions = IntStream.range(0, 1_234).mapToObj(i -> "s" + i).toList();
    sessions.forEach(session -> dead(session, "13", true));
    assertThat(store.reconcile(sessions)).isEqualTo(1_234);
    assertThat(jedis.exists("viewers", "viewers:13")).isZero();
  }

  @Test
  void postsAreRankedByTheSizeOfTheirSets() {
    jedis.sadd("viewers:13", "s1", "s2");
    jedis.zadd(INDEX, 7, "14");
    store.rank(List.of(new Post("13"), new Post("14")));
    assertThat(jedis.zscore(INDEX, "13")).isEqualTo(2.0);
    assertThat(jedis.zscore(INDEX, "14")).isNull();
  }

  @Test
  void aMissingPermissionIsNamed() {
    jedis.scriptFlush();
    jedis.aclSetUser("poor", "on", ">secret", "~*", "+@all", "-script|load");
    RedisContext poor = node("redis://poor:secret@127.0.0.1:" + redis.port());
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> poor.collectorStore().lock(LENGTH, false))
        .withMessageContaining("NOPERM")
        .withMessageContaining("script|load");
    poor.close();
  }

  @Test
  void aPermissionThatAScriptLacksIsNoMatterOfOneKey() {
    jedis.aclSetUser("poor", "on", ">secret", "~*", "+@all", "-set");
    RedisContext poor = node("redis://poor:secret@127.0.0.1:" + redis.port());
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> poor.collectorStore().lock(LENGTH, false))
        .withMessageContaining("can't run this command");
    poor.close();
  }

  @Test
  void withoutRedisEveryStepSaysSo() {
    RedisContext lost = node("redis://127.0.0.1:1");
    JedisCollectorStore nowhere = lost.collectorStore();
    List<Runnable> steps =
        List.of(
            () -> nowhere.lock(LENGTH, false),
            nowhere::unlock,
            () -> nowhere.reapDeadNodes(JedisCollectorStoreIT::toTheEnd),
            () -> nowhere.reconcile(List.of("s")),
            () -> nowhere.rank(List.of(new Post("13"))),
            () -> nowhere.sweep(JedisCollectorStoreIT::toTheEnd, Pace.BRISK),
            () -> nowhere.scan(JedisCollectorStoreIT::toTheEnd));
    for (Runnable step : steps) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(step::run)
          .withMessage("Redis is out of reach: Failed to connect to 127.0.0.1:1.");
    }
    lost.close();
  }
}
