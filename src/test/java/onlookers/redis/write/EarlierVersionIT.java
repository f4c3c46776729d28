package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.RedisProcess;
import onlookers.presence.Counts;
import onlookers.presence.FutureCounts;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.Viewing;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.RedisContext;
import onlookers.redis.SilentRepositoryListener;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.SchedulerThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.ClientKillParams.SkipMe;
import redis.clients.jedis.params.SetParams;

/** A node of the version before at work on the same Redis, by what it writes and looks at. */
class EarlierVersionIT {
  private static final Post POST = new Post("13");
  private static final String EARLIER = "old:0123456789abcdef";
  private static final String SESSION = "AAAAAAAAAAAAAAAAAAAAAA";
  private static final String VISIT = "0123456789abcdef0123";

  private final RedisProcess redis = RedisProcess.start();
  private final Jedis jedis = redis.connect();
  private final SchedulerThread notifier = new SchedulerThread("onlookers-notifier");
  private RedisContext node;
  private JedisPresenceRepository repository;

  private void start() throws Exception {
    Settings settings =
        SettingsLoader.load(Sources.only(Map.of("node.id", "one"), Deployment.SERVER)).settings();
    node = new RedisContext(RedisUri.parse(redis.uri()), settings);
    repository = new JedisPresenceRepository(node, settings, notifier, new NodeMetrics());
    SilentRepositoryListener listener = new SilentRepositoryListener();
    repository.start(listener, listener);
    assertThat(repository.awaitFirstArrival(Duration.ofSeconds(10), Duration.ofSeconds(30)))
        .isNull();
  }

  @AfterEach
  void end() {
    repository.close();
    node.close();
    notifier.close();
    jedis.close();
    redis.close();
  }

  private void write(String key, long seconds, String value) {
    jedis.set(key, value, SetParams.setParams().ex(seconds));
  }

  /** As it does for a session that views a post. */
  private void earlierViews() {
    jedis.zadd("onlookers:nodes", 1e15, EARLIER);
    write("session:" + SESSION, 660, "13");
    jedis.hset("viewers", SESSION, "13");
    jedis.sadd("viewers:13", SESSION);
    write("onlookers:owner:" + SESSION, 660, EARLIER);
    write("onlookers:visit:13:" + VISIT, 86_400, "1");
    jedis.incr("views:13");
  }

  private void arrive(String session, String visit) {
    repository.view(new Viewing(session, POST, visit, null), Kind.ARRIVAL, failure -> {});
  }

  private Counts counts() throws Exception {
    FutureCounts counts = new FutureCounts();
    repository.read(POST, counts);
    return counts.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aPageLoadThatItHasCountedIsNotCountedAgain() throws Exception {
    earlierViews();
    start();
    arrive("one", VISIT);
    assertThat(counts()).isEqualTo(new Counts(2, 1));
    arrive("two", "fedcba9876543210fedc");
    assertThat(counts()).isEqualTo(new Counts(3, 2));
    assertThat(jedis.exists("onlookers:visit:13:fedcba9876543210fedc"))
        .as("it looks here")
        .isTrue();
  }

  /** What arrives while the connection is made anew is dropped: then it arrives again. */
  private void awaitArrival(String session, String visit, long viewers) {
    await()
        .ignoreExceptions()
        .until(
            () -> {
              arrive(session, visit);
              return counts().viewers() == viewers;
            });
  }

  /** Else each node that connects within a day would have two keys for every visit. */
  @Test
  void aDatabaseThatWasEmptiedIsNoSignOfIt() throws Exception {
    start();
    jedis.flushDB();
    await().until(() -> jedis.exists("onlookers:nodes")); // its lease is new

    awaitArrival("one", VISIT, 1);
    jedis.clientKill(ClientKillParams.clientKillParams().skipMe(SkipMe.YES));
    awaitArrival("two", "fedcba9876543210fedc", 2);

    assertThat(jedis.keys("onlookers:visit:13:*")).isEmpty();
    assertThat(jedis.exists("onlookers:earlier")).isFalse();
  }

  @Test
  void aViewWithoutAVisitIsCountedAsEver() throws Exception {
    earlierViews();
    start();
    arrive("one", null);
    assertThat(counts()).isEqualTo(new Counts(2, 2));
  }

  @Test
  void itsSessionIsResumedAndItLearnsThatTheSessionIsNotItsOwn() throws Exception {
    earlierViews();
    start();
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    repository.resume(new Viewing(SESSION, POST, VISIT, null), alive::complete);
    assertThat(alive.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(counts()).isEqualTo(new Counts(1, 1));
    assertThat(jedis.get("onlookers:owner:" + SESSION)).startsWith("one:");
  }

  @Test
  void aSessionThatItHasEndedIsNotResumed() throws Exception {
    earlierViews();
    write("onlookers:owner:" + SESSION, 660, "ended:" + EARLIER);
    start();
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    repository.resume(new Viewing(SESSION, POST, VISIT, null), alive::complete);
    assertThat(alive.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void afterItHasGoneItsVisitsAreRememberedForADay() throws Exception {
    write("onlookers:visit:13:" + VISIT, 86_400, "1");
    jedis.set("views:13", "1");
    start();
    arrive("one", VISIT);
    assertThat(counts()).isEqualTo(new Counts(1, 1));
    assertThat(jedis.ttl("onlookers:earlier")).isBetween(86_000L, 86_400L);
  }

  /** A cache of WordPress, another site under another prefix, a writer that is not ours. */
  @Test
  void whatOthersKeepInTheDatabaseIsNoSignOfIt() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      jedis.set("wp:" + i, "");
    }
    jedis.set("blog:onlookers:visit:13:" + VISIT, "1");
    jedis.set("views:13", "1");
    start();
    arrive("one", VISIT);
    assertThat(counts()).isEqualTo(new Counts(1, 2));
    assertThat(jedis.exists("onlookers:earlier", "onlookers:visit:13:" + VISIT)).isZero();
  }

  @Test
  void whatItHasLeftIsFoundAmongManyKeysOfOthers() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      jedis.set("wp:" + i, "");
    }
    write("onlookers:visit:13:" + VISIT, 86_400, "1");
    start();
    arrive("one", VISIT);
    assertThat(counts()).isEqualTo(new Counts(1, 0));
  }

  @Test
  void whereItNeverWasNothingIsDoneForIt() throws Exception {
    start();
    arrive("one", VISIT);
    assertThat(counts()).isEqualTo(new Counts(1, 1));
    assertThat(jedis.exists("onlookers:earlier", "onlookers:visit:13:" + VISIT)).isZero();
    assertThat(jedis.get("onlookers:version")).isEqualTo("2");
  }
}
