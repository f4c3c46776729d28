package onlookers.redis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import onlookers.config.Settings;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.CountsListener;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository;
import onlookers.presence.RankedPost;
import onlookers.presence.SessionSource;
import onlookers.presence.SiteTotal;
import onlookers.presence.Viewing;
import onlookers.redis.collect.Audit;
import onlookers.redis.connect.EvictionCheck;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.events.KeyspaceListener;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.write.Barrier;
import onlookers.redis.write.ConnectedTime;
import onlookers.redis.write.ConnectionListener;
import onlookers.redis.write.CountsQuery;
import onlookers.redis.write.DayOperation;
import onlookers.redis.write.Ending;
import onlookers.redis.write.LeaveOperation;
import onlookers.redis.write.OrderedConnection;
import onlookers.redis.write.ParkOperation;
import onlookers.redis.write.PendingEndings;
import onlookers.redis.write.PendingViews;
import onlookers.redis.write.Queued;
import onlookers.redis.write.RecentSteps;
import onlookers.redis.write.RecoveryOperations;
import onlookers.redis.write.ResumeOperation;
import onlookers.redis.write.ViewHistory;
import onlookers.redis.write.ViewOperation;
import onlookers.redis.write.ViewOperation.Step;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.SchedulerThread;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and counts in one Redis, by the fixed schema. Writes and pushed reads go through the one
 * {@link OrderedConnection}; each time that it connects, the domain is asked to write its living
 * sessions again, the views taken meanwhile are added, and only then is Redis called back.
 */
public final class JedisPresenceRepository implements PresenceRepository {
  /** Above it there is room for 2^52 views before a number is not exact in a script. */
  private static final long MAX_FIRST_NUMBER = 1L << 52;

  private final RedisContext node;
  private final ScriptCalls calls;
  private final ViewHistory history;
  private final PendingViews pendingViews;
  private final PendingEndings endings = new PendingEndings();

  /** Where each session of this node was written last. */
  private final Map<String, Post> standing = new ConcurrentHashMap<>();

  private final ConnectedTime connectedTime = new ConnectedTime(System::nanoTime);
  private final RecentSteps steps = new RecentSteps(connectedTime);
  private final RecoveryOperations recovery;
  private final Executor notifier;
  private final PooledReader reader;
  private final KeyspaceListener listener;
  private final SchedulerThread auditor = new SchedulerThread("onlookers-audit");
  private final Audit audit;
  private final OrderedConnection connection;
  private final RedisAvailability availability;
  private boolean arrivedBefore;
  private @Nullable CountsListener counts;
  private @Nullable SessionSource sessions;

  /**
   * @param node the connections and keys of this node
   * @param settings how long sessions and leases live
   * @param notifier the thread on which answers are given
   * @param nodeMetrics this node's numbers
   */
  public JedisPresenceRepository(
      RedisContext node, Settings settings, Executor notifier, NodeMetrics nodeMetrics) {
    this.node = node;
    this.calls = node.calls();
    this.history = new ViewHistory(InstantSource.system(), connectedTime);
    this.pendingViews =
        new PendingViews(
            nodeMetrics,
            connectedTime,
            history,
            ThreadLocalRandom.current().nextLong(MAX_FIRST_NUMBER));
    this.recovery = new RecoveryOperations(calls, pendingViews, history, steps, endings);
    this.notifier = notifier;
    this.reader = new PooledReader(node, new CountsQuery(node.keys(), calls), nodeMetrics.state());
    this.listener = node.listener();
    node.report(nodeMetrics.redis());
    this.audit = new Audit(node.collector(), calls, settings.sessionTtl(), auditor);
    this.availability = new RedisAvailability(node.connector()::lastFailure);
    this.connection =
        new OrderedConnection(node.connector(), calls, notifier, nodeMetrics, new Recovery());
  }

  /** What is done when the ordered connection arrives at Redis, and when it is lost. */
  private final class Recovery implements ConnectionListener {
    @Override
    public List<? extends Queued> unconfirmed(Predicate<String> unrelated) {
      return recovery.unconfirmed(unrelated);
    }

    @Override
    public List<? extends Queued> departed() {
      return recovery.departed(sessions()::isAlive);
    }

    @Override
    public List<? extends Queued> gathered() {
      return history.isEmpty() ? List.of() : List.of(DayOperation.gathered(calls, history));
    }

    @Override
    public void answered() {
      connectedTime.answered();
    }

    @Override
    public void arrived(MasterConnections masters) {
      JedisPresenceRepository.this.arrived(masters);
    }

    @Override
    public void forgotten() {
      pendingViews.forgetAcknowledged();
      history.forgetAcknowledged();
      sessions().rewriteAll();
      countsListener().changedAll();
    }

    @Override
    public void disrupted() {
      node.disrupt();
    }

    @Override
    public void lost(Throwable cause) {
      JedisPresenceRepository.this.lost(cause);
    }
  }

  /**
   * Connects, and keeps connected. Returns at once.
   *
   * @param countsListener is notified of changes, and of Redis' coming and going
   * @param sessionSource knows the sessions of this node
   */
  public void start(CountsListener countsListener, SessionSource sessionSource) {
    counts = countsListener;
    sessions = sessionSource;
    listener.start(countsListener, audit);
    audit.start(sessionSource);
    node.watchTopology();
    connection.start();
  }

  private CountsListener countsListener() {
    return Objects.requireNonNull(counts, "not started");
  }

  private SessionSource sessions() {
    return Objects.requireNonNull(sessions, "not started");
  }

  /**
   * Waits until Redis was reached once.
   *
   * @param timeout for how long, where an attempt has failed
   * @param silentTimeout for how long, while none has: a slow machine is not a Redis out of reach
   * @return why it was not, or {@code null} when it was
   */
  public @Nullable String awaitFirstArrival(Duration timeout, Duration silentTimeout)
      throws InterruptedException {
    return availability.awaitFirstArrival(timeout, silentTimeout);
  }

  /** Writes what is queued, gives up the lease and ends every thread and connection. */
  public void close() {
    auditor.close();
    listener.close();
    connection.close();
  }

  private void arrived(MasterConnections masters) {
    sessions().rewriteAll();
    connection.submit(new Barrier(this::back));
    if (!arrivedBefore) {
      arrivedBefore = true;
      masters.all().forEach(EvictionCheck::warn);
    }
  }

  private void back() {
    countsListener().back();
    availability.back();
  }

  private void lost(Throwable cause) {
    availability.lost(cause);
    notifier.execute(countsListener()::away);
  }

  @Override
  public void view(Viewing viewing, Kind kind, Consumer<WriteFailure> failure) {
    Post from = standing.put(viewing.session(), viewing.post());
    connection.submit(
        new ViewOperation(
            calls,
            pendingViews,
            steps,
            new Step(viewing, from, kind),
            why -> onWriteFailure(viewing, why, failure)));
    audit.written(viewing.session());
  }

  private void onWriteFailure(Viewing viewing, WriteFailure why, Consumer<WriteFailure> failure) {
    if (why == WriteFailure.TAKEN_OVER) {
      standing.remove(viewing.session());
    }
    failure.accept(why);
  }

  @Override
  public void resume(Viewing viewing, Consumer<Boolean> done) {
    connection.submit(
        new ResumeOperation(calls, pendingViews, steps, viewing, new ResumeOutcome(viewing, done)));
  }

  /** What becomes of a session that is to be this node's. */
  private final class ResumeOutcome implements ResumeOperation.Outcome {
    private final Viewing viewing;
    private final Consumer<Boolean> done;

    ResumeOutcome(Viewing viewing, Consumer<Boolean> done) {
      this.viewing = viewing;
      this.done = done;
    }

    @Override
    public void resumed(boolean ours) {
      if (ours) {
        standing.put(viewing.session(), viewing.post());
        audit.written(viewing.session());
      }
      done.accept(ours);
    }

    @Override
    public void abandoned() {
      notifier.execute(() -> done.accept(false));
    }

    @Override
    public void unconfirmed(Ending ending) {
      endings.add(ending);
    }
  }

  @Override
  public void park(Viewing viewing, Runnable takenOver) {
    standing.remove(viewing.session());
    connection.submit(new ParkOperation(calls, pendingViews, steps, viewing, takenOver));
  }

  @Override
  public void leave(String session, Post post, boolean resumed, Runnable takenOver) {
    standing.remove(session);
    Ending ending = new Ending(session, post, resumed);
    connection.submit(new LeaveOperation(calls, steps, ending, takenOver, endings::add));
  }

  @Override
  public void read(Post post, CountsCallback reader) {
    connection.read(post, reader);
  }

  @Override
  public void readAll(Map<Post, ? extends CountsCallback> readers) {
    connection.readAll(readers);
  }

  @Override
  public void forget(Map<Post, ? extends CountsCallback> readers) {
    connection.forget(readers);
  }

  @Override
  public void follow(Post post) {
    listener.follow(post);
  }

  @Override
  public void unfollow(Post post) {
    listener.unfollow(post);
  }

  @Override
  public long pendingViews(Post post) {
    return pendingViews.open(post);
  }

  @Override
  public List<Counts> counts(List<Post> posts) {
    return reader.counts(posts);
  }

  @Override
  public List<RankedPost> top(int limit) {
    return reader.top(limit);
  }

  @Override
  public SiteTotal site() {
    return reader.site();
  }
}
