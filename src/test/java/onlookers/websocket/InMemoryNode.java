package onlookers.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import onlookers.config.Deployment;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.InMemoryPresenceRepository;
import onlookers.presence.InMemoryRedis;
import onlookers.presence.Post;
import onlookers.presence.Presence;
import onlookers.presence.PresencePolicy;
import onlookers.presence.PresenceRepository;
import onlookers.presence.PresenceTools;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import onlookers.presence.Viewing;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;
import onlookers.runtime.SchedulerThread;
import onlookers.runtime.WorkerPool;

/** A node with everything that is behind a socket, but for Redis. Graces are short. */
public final class InMemoryNode implements AutoCloseable {
  static final Duration GRACE = Duration.ofMillis(20);

  private final List<Runnable> ends;
  final Executor pool;
  public final NodeMetrics nodeMetrics = new NodeMetrics();
  public final InMemoryRedis redis = new InMemoryRedis();
  final AccountingRepository repository;
  final Rooms rooms = new Rooms();
  public final Presence presence;
  public final ConnectionManager connections;
  public final Drain drain;
  public final ClientAcceptor acceptor;

  /** One that runs on threads of its own. */
  public InMemoryNode() {
    this(
        new SchedulerThread("test-notifier"),
        new SchedulerThread("test-scheduler"),
        new WorkerPool("test-pool", 4),
        Map.of("limit.messages", "0"));
  }

  private InMemoryNode(
      SchedulerThread notifier,
      SchedulerThread scheduler,
      WorkerPool pool,
      Map<String, String> settings) {
    this(
        notifier,
        scheduler,
        pool,
        settings,
        List.of(pool::close, scheduler::close, notifier::close));
  }

  /** One on which nothing happens but when the test says so. */
  public InMemoryNode(ManualScheduler time, Map<String, String> settings) {
    this(time, time, time, settings, List.of());
  }

  private InMemoryNode(
      Scheduler notifier,
      Scheduler scheduler,
      Executor pool,
      Map<String, String> given,
      List<Runnable> ends) {
    this.ends = ends;
    this.pool = pool;
    this.repository = new AccountingRepository(new InMemoryPresenceRepository(redis, notifier));
    this.presence =
        new Presence(
            repository,
            rooms,
            new PresenceTools(notifier, scheduler, nodeMetrics),
            new PresencePolicy(GRACE, 0),
            () -> CompletableFuture.supplyAsync(repository::site, notifier));
    Settings settings = SettingsLoader.load(Sources.only(given, Deployment.SERVER)).settings();
    ConnectionTools tools = new ConnectionTools(nodeMetrics, scheduler, pool, here -> true);
    this.connections = new ConnectionManager(presence, rooms, settings, tools);
    this.drain = new Drain(connections, nodeMetrics.state(), scheduler);
    this.acceptor = new ClientAcceptor(connections, presence, tools, settings);
    redis.listeners.add(presence::changed);
    presence.start();
    new Heartbeat(connections, pool).start(scheduler);
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }

  /** Counts what was asked, and what was answered or abandoned. */
  static final class AccountingRepository implements PresenceRepository {
    final AtomicLong asked = new AtomicLong();
    private final AtomicLong concluded = new AtomicLong();
    private final PresenceRepository repository;

    AccountingRepository(PresenceRepository repository) {
      this.repository = repository;
    }

    long outstanding() {
      return asked.get() - concluded.get();
    }

    @Override
    public void read(Post post, CountsCallback reader) {
      asked.incrementAndGet();
      repository.read(
          post,
          new CountsCallback() {
            @Override
            public void counts(Counts counts) {
              concluded.incrementAndGet();
              reader.counts(counts);
            }

            @Override
            public void abandoned() {
              concluded.incrementAndGet();
              reader.abandoned();
            }
          });
    }

    @Override
    public void readAll(Map<Post, ? extends CountsCallback> readers) {
      readers.forEach(this::read);
    }

    @Override
    public void forget(Map<Post, ? extends CountsCallback> readers) {
      repository.forget(readers);
    }

    @Override
    public void resume(Viewing viewing, Consumer<Boolean> done) {
      asked.incrementAndGet();
      repository.resume(
          viewing,
          alive -> {
            concluded.incrementAndGet();
            done.accept(alive);
          });
    }

    @Override
    public void view(Viewing viewing, Kind kind, Consumer<WriteFailure> failure) {
      repository.view(viewing, kind, failure);
    }

    @Override
    public void park(Viewing viewing, Runnable takenOver) {
      repository.park(viewing, takenOver);
    }

    @Override
    public void leave(String session, Post post, boolean resumed, Runnable takenOver) {
      repository.leave(session, post, resumed, takenOver);
    }

    @Override
    public void follow(Post post) {
      repository.follow(post);
    }

    @Override
    public void unfollow(Post post) {
      repository.unfollow(post);
    }

    @Override
    public long pendingViews(Post post) {
      return repository.pendingViews(post);
    }

    @Override
    public List<Counts> counts(List<Post> posts) {
      return repository.counts(posts);
    }

    @Override
    public List<RankedPost> top(int limit) {
      return repository.top(limit);
    }

    @Override
    public SiteTotal site() {
      return repository.site();
    }
  }
}
