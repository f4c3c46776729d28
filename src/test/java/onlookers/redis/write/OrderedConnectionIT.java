package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.RedisProcess;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.FutureCounts;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.Viewing;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.RedisContext;
import onlookers.redis.SilentRepositoryListener;
import onlookers.redis.connect.MasterConnections;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.SchedulerThread;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** What fails on the way to a real Redis is answered or abandoned, and ends no thread. */
class OrderedConnectionIT {
  private static final Post POST = new Post("13");
  private static final long MAX_PENDING = 5_000;

  private static RedisProcess redis;

  private final SchedulerThread notifier = new SchedulerThread("onlookers-notifier");
  private volatile Executor answers = notifier;
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final FailingPages pages = new FailingPages();
  private final List<Runnable> endings = new ArrayList<>();
  private RedisContext node;
  private JedisPresenceRepository repository;

  @BeforeAll
  static void startRedis() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void connect() throws Exception {
    try (Jedis jedis = redis.connect()) {
      jedis.flushAll();
    }
    Settings settings = settings("one");
    node = new RedisContext(RedisUri.parse(redis.uri()), settings);
    Executor handsOn = answer -> answers.execute(answer);
    repository = new JedisPresenceRepository(node, settings, handsOn, nodeMetrics);
    repository.start(pages, pages);
    assertThat(repository.awaitFirstArrival(Duration.ofSeconds(10), Duration.ofSeconds(30)))
        .isNull();
    endings.add(repository::close);
    endings.add(node::close);
    endings.add(notifier::close);
  }

  private static Settings settings(String node) {
    return SettingsLoader.load(Sources.only(Map.of("node.id", node), Deployment.SERVER)).settings();
  }

  @AfterEach
  void end() {
    endings.forEach(Runnable::run);
  }

  @Test
  void aStartIsNotGivenUpWhileNothingHasFailed() throws Exception {
    Settings settings = settings("two");
    RedisContext slow = new RedisContext(RedisUri.parse(redis.uri()), settings);
    endings.add(slow::close);
    JedisPresenceRepository late =
        new JedisPresenceRepository(slow, settings, notifier, new NodeMetrics());
    endings.add(0, late::close);
    late.start(pages, pages);

    assertThat(late.awaitFirstArrival(Duration.ZERO, Duration.ofSeconds(30))).isNull();
  }

  @Test
  void theSecondReaderOfABatchIsAnsweredThoughTheFirstThrows() throws Exception {
    FutureCounts second = new FutureCounts();
    inOneBatch(
        () -> {
          repository.read(POST, new ThrowingReader());
          repository.read(POST, second);
        });

    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(Counts.NONE);
  }

  @Test
  void aBatchThatCannotEvenBeWrittenIsAbandonedAndRepaired() throws Exception {
    FutureCounts counts = new FutureCounts();
    CompletableFuture<Boolean> resumed = new CompletableFuture<>();
    inOneBatch(
        () -> {
          repository.view(viewing("s"), Kind.ARRIVAL, failure -> {});
          repository.resume(viewing("foreign"), resumed::complete);
          repository.read(POST, counts);
          repository.read(null, new FutureCounts());
        });

    assertThat(resumed.get(10, TimeUnit.SECONDS)).isFalse();
    await().until(counts::isCancelled);
    await().untilAsserted(() -> assertThat(views()).isEqualTo("1"));
    assertThat(repository.pendingViews(POST)).isZero();
    assertThat(pages.restored.get()).isEqualTo(2);
  }

  @Test
  void anErrorInTheSessionSourceEndsNoThread() throws Exception {
    pages.failsInRestore.set(true);
    killConnections();
    await().until(() -> pages.restored.get() >= 3);

    FutureCounts counts = new FutureCounts();
    repository.view(viewing("s"), Kind.ARRIVAL, failure -> {});
    repository.read(POST, counts);

    assertThat(counts.get(10, TimeUnit.SECONDS)).isEqualTo(new Counts(1, 1));
  }

  /** Two steps of one session never share a batch: the first of them may go well each time. */
  @Test
  void aReturnThatFailsHalfWayEachTimeIsALossThoughItBeginsWellEachTime() {
    HalfWayBack half = new HalfWayBack();
    await().until(() -> half.arrivals.get() > 0 && half.losses.get() > 0);
    assertThat(half.isBack).isFalse();

    half.fails.set(false);
    await().untilTrue(half.isBack);
    assertThat(half.losses).as("said once").hasValue(1);
  }

  @Test
  void aNodeReturnsHoweverManySessionsItHas() {
    Crowd crowd = new Crowd(OperationQueue.MAX_WRITES + 1);

    await().atMost(Duration.ofMinutes(1)).untilTrue(crowd.isBack);
    assertThat(crowd.losses).hasValue(0);
    assertThat(crowd.metrics.total(Counter.REDIS_QUEUE_OVERFLOWS)).isZero();
  }

  /** A node that comes back, and has nothing to write but what it says at its arrival. */
  private abstract class Returning implements ConnectionListener {
    final NodeMetrics metrics = new NodeMetrics();
    final AtomicInteger losses = new AtomicInteger();
    final AtomicBoolean isBack = new AtomicBoolean();
    final OrderedConnection connection =
        new OrderedConnection(node.connector(), node.calls(), notifier, metrics, this);

    void start() {
      connection.start();
      endings.add(0, connection::close);
    }

    @Override
    public List<? extends Queued> unconfirmed(Predicate<String> unrelated) {
      return List.of();
    }

    @Override
    public List<? extends Queued> gathered() {
      return List.of();
    }

    @Override
    public void forgotten() {}

    @Override
    public void disrupted() {}

    @Override
    public void lost(Throwable cause) {
      losses.incrementAndGet();
    }
  }

  /** One that has more to write anew than may wait of what its clients do. */
  private final class Crowd extends Returning {
    private final int sessions;

    Crowd(int sessions) {
      this.sessions = sessions;
      start();
    }

    @Override
    public void arrived(MasterConnections masters) {
      for (int i = 0; i < sessions; i++) {
        connection.submit(new Step("return 1", "s" + i));
      }
      connection.submit(new Barrier(() -> isBack.set(true)));
    }
  }

  /** One that has to write what it cannot write. */
  private final class HalfWayBack extends Returning {
    final AtomicInteger arrivals = new AtomicInteger();
    final AtomicBoolean fails = new AtomicBoolean(true);

    HalfWayBack() {
      start();
    }

    @Override
    public List<? extends Queued> unconfirmed(Predicate<String> unrelated) {
      return List.of(new Step("return 1"));
    }

    @Override
    public void arrived(MasterConnections masters) {
      arrivals.incrementAndGet();
      connection.submit(
          new Step(fails.get() ? "return redis.error_reply('CLUSTERDOWN here')" : "return 1"));
      connection.submit(new Barrier(() -> isBack.set(true)));
    }
  }

  private static final class Step extends Operation {
    private final String script;
    private final String session;
    private final @Nullable Runnable answered;

    Step(String script) {
      this(script, "s");
    }

    Step(String script, String session) {
      this(script, session, null);
    }

    Step(String script, String session, @Nullable Runnable answered) {
      this.script = script;
      this.session = session;
      this.answered = answered;
    }

    @Override
    public String session() {
      return session;
    }

    @Override
    public void begin(AbstractPipeline pipeline) {
      sent(pipeline.eval(script));
    }

    @Override
    public @Nullable Runnable done() {
      return answered;
    }

    @Override
    public @Nullable Runnable refused(JedisDataException reply) {
      return null;
    }

    @Override
    public void abandoned() {}
  }

  /** As where a session was resumed for a socket that has gone: what follows is that it ends. */
  @Test
  void whatFollowsFromTheLastAnswerIsWrittenBeforeTheEnd() {
    Crowd alone = new Crowd(0);
    await().untilTrue(alone.isBack);
    CountDownLatch ending = new CountDownLatch(1);
    alone.connection.submit(
        new Step(
            "return 1",
            "s",
            () -> {
              awaitQuietly(ending);
              alone.connection.submit(new Step("return redis.call('SET', 'followed', '1')"));
            }));
    Thread closing = new Thread(alone.connection::close);
    closing.start();
    await().until(() -> closing.getState() != Thread.State.RUNNABLE); // it waits, or is through
    ending.countDown();

    await().until(() -> !closing.isAlive());
    try (Jedis jedis = redis.connect()) {
      assertThat(jedis.get("followed")).isEqualTo("1");
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aKeyOfAnotherTypeKeepsNoNodeFromReturning() throws Exception {
    repository.view(viewing("s"), Kind.ARRIVAL, failure -> {});
    try (Jedis jedis = redis.connect()) {
      await().until(() -> !jedis.keys("onlookers:written:*").isEmpty());
      String written = jedis.keys("onlookers:written:*").iterator().next();
      jedis.del(written);
      jedis.sadd(written, "no number");
    }
    int before = pages.back.get();
    killConnections();
    await().until(() -> pages.back.get() > before);

    FutureCounts counts = new FutureCounts();
    repository.read(POST, counts);
    assertThat(counts.get(10, TimeUnit.SECONDS)).isEqualTo(new Counts(1, 1));
  }

  @Test
  void aChangeThatCannotBeDealtWithCostsNoneBehindIt() throws Exception {
    repository.follow(POST);
    try (Jedis jedis = redis.connect()) {
      await()
          .untilAsserted(
              () -> {
                jedis.sadd("viewers:13", "s" + System.nanoTime());
                assertThat(pages.changed).hasPositiveValue();
              });
      pages.failsInChanged.set(true);
      jedis.sadd("viewers:13", "fails");
      await().untilFalse(pages.failsInChanged);
      int before = pages.changed.get();
      jedis.sadd("viewers:13", "is heard");

      await().untilAsserted(() -> assertThat(pages.changed).hasValueGreaterThan(before));
      assertThat(pages.announced).as("it was never silent").hasValue(0);
    }
  }

  @Test
  void aViewThatIsTakenWhileRedisReturnsIsAddedOnce() throws Exception {
    Thread[] writers = new Thread[4];
    AtomicBoolean going = new AtomicBoolean(true);
    AtomicInteger taken = new AtomicInteger();
    for (int i = 0; i < writers.length; i++) {
      int number = i;
      writers[i] = new Thread(() -> view(number, going, taken));
      writers[i].start();
    }
    try {
      for (int i = 0; i < 5; i++) {
        int before = pages.back.get();
        killConnections();
        await().until(() -> pages.back.get() > before);
      }
    } finally {
      going.set(false);
      for (Thread writer : writers) {
        writer.join();
      }
    }

    await()
        .atMost(Duration.ofSeconds(60)) // a busy machine writes slowly what is pending
        .untilAsserted(() -> assertThat(views()).isEqualTo(String.valueOf(taken.get())));
    assertThat(repository.pendingViews(POST)).isZero();
  }

  private void view(int number, AtomicBoolean going, AtomicInteger taken) {
    for (int i = 0; going.get(); i++) {
      String visit = "visit-%04d-%09d".formatted(number, i);
      pages.arrives(new Viewing("s" + number, POST, visit, null));
      taken.incrementAndGet();
      do {
        LockSupport.parkNanos(100_000);
      } while (repository.pendingViews(POST) > MAX_PENDING
          && going.get()); // what Redis keeps up with
    }
  }

  /**
   * While whoever writes hands on a first answer, what follows comes together and shares a batch.
   */
  private void inOneBatch(Runnable questions) throws InterruptedException {
    CountDownLatch handsOn = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    answers =
        answer -> {
          answers = notifier;
          handsOn.countDown();
          awaitQuietly(asked);
          notifier.execute(answer);
        };
    repository.read(new Post("filler"), new FutureCounts());
    try {
      assertThat(handsOn.await(20, TimeUnit.SECONDS)).as("an answer is handed on").isTrue();
      questions.run();
    } finally {
      asked.countDown();
    }
  }

  private static Viewing viewing(String session) {
    return new Viewing(session, POST, "0123456789abcdef", null);
  }

  private static String views() {
    try (Jedis jedis = redis.connect()) {
      return jedis.get("views:13");
    }
  }

  private static void killConnections() {
    try (Jedis jedis = redis.connect()) {
      jedis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
  }

  private static final class ThrowingReader implements CountsCallback {
    @Override
    public void counts(Counts counts) {
      throw new IllegalStateException("Socket is not connected.");
    }

    @Override
    public void abandoned() {}
  }

  /** A page for each session; they fail where it is told to. */
  private final class FailingPages extends SilentRepositoryListener {
    final AtomicInteger restored = new AtomicInteger();
    final AtomicInteger changed = new AtomicInteger();
    final AtomicInteger announced = new AtomicInteger();
    final AtomicInteger back = new AtomicInteger();
    final AtomicBoolean failsInRestore = new AtomicBoolean();
    final AtomicBoolean failsInChanged = new AtomicBoolean();
    private final Map<String, Viewing> pages = new HashMap<>();

    /** In one step, as in the product, where a session has a monitor. */
    void arrives(Viewing viewing) {
      synchronized (pages) {
        pages.put(viewing.session(), viewing);
        repository.view(viewing, Kind.ARRIVAL, failure -> {});
      }
    }

    @Override
    public void changed(Post post) {
      if (failsInChanged.compareAndSet(true, false)) {
        throw new IllegalArgumentException("unexpected");
      }
      changed.incrementAndGet();
    }

    @Override
    public void announced(boolean now) {
      announced.incrementAndGet();
    }

    @Override
    public void back() {
      back.incrementAndGet();
    }

    @Override
    public void rewriteAll() {
      restored.incrementAndGet();
      if (failsInRestore.compareAndSet(true, false)) {
        throw new StackOverflowError("out of a callback");
      }
      synchronized (pages) {
        pages.values().forEach(page -> repository.view(page, Kind.RENEWAL, failure -> {}));
      }
    }
  }
}
