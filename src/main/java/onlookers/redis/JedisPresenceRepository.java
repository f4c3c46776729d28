package onlookers.redis;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onlookers.config.Settings;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.Instruments;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository;
import onlookers.presence.RankedPost;
import onlookers.presence.Tidings;
import onlookers.presence.Viewing;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * Sessions and counts in one Redis, by the fixed schema. Writes and pushed reads go through the one
 * {@link OrderedConnection}; each time that it connects, the story is asked to write its living
 * sessions again, the views taken meanwhile are added, and only then is Redis called back.
 */
public final class JedisPresenceRepository implements PresenceRepository {
  private static final System.Logger LOG =
      System.getLogger(JedisPresenceRepository.class.getName());
  private static final ScanParams STEP = new ScanParams().count(500);

  private final Keys keys;
  private final ScriptCalls calls;
  private final ViewLedger ledger;
  private final Executor teller;
  private final PooledReader reader;
  private final KeyspaceListener listener;
  private final Audit audit;
  private final OrderedConnection connection;
  private boolean arrivedBefore;
  private final CountDownLatch firstArrival = new CountDownLatch(1);
  private volatile @Nullable Throwable lastLoss;
  private @Nullable Tidings hears;

  /**
   * @param node the connections and keys of this node
   * @param settings how long sessions and leases live
   * @param teller the thread on which answers are told
   * @param instruments this node's numbers
   */
  public JedisPresenceRepository(
      RedisNode node, Settings settings, Executor teller, Instruments instruments) {
    this.keys = node.keys();
    this.calls = node.calls();
    this.ledger = new ViewLedger(instruments);
    this.teller = teller;
    CountsQuery query = new CountsQuery(keys, calls);
    this.reader = new PooledReader(node, query, instruments);
    this.listener = node.listener();
    this.audit = new Audit(node, settings.sessionTtl());
    this.connection =
        new OrderedConnection(
            node.connector(), calls, query, teller, instruments, settings.nodeLease(), fate());
  }

  private OrderedConnection.Fate fate() {
    return new OrderedConnection.Fate() {
      @Override
      public List<CountOperation> owed(long lastWritten) {
        return JedisPresenceRepository.this.owed(lastWritten);
      }

      @Override
      public void arrived(Jedis jedis) {
        JedisPresenceRepository.this.arrived(jedis);
      }

      @Override
      public void lost(Throwable cause) {
        JedisPresenceRepository.this.lost(cause);
      }
    };
  }

  /**
   * Connects, and keeps connected. Returns at once.
   *
   * @param tidings who hears of changes, and of Redis' coming and going
   */
  public void start(Tidings tidings) {
    hears = tidings;
    listener.start(tidings);
    audit.start(tidings);
    connection.start();
  }

  private Tidings tidings() {
    return Objects.requireNonNull(hears, "not started");
  }

  /**
   * Waits until Redis was reached once.
   *
   * @return why it was not, or {@code null} when it was
   */
  public @Nullable String awaitFirstArrival(long timeout, TimeUnit unit)
      throws InterruptedException {
    if (firstArrival.await(timeout, unit)) {
      return null;
    }
    Throwable loss = lastLoss;
    return loss == null ? "no answer" : Reason.of(loss);
  }

  /** Writes what is queued, gives up the lease and ends every thread and connection. */
  public void close() {
    audit.close();
    listener.close();
    connection.close();
  }

  /**
   * The views that Redis does not have. They come before the sessions are written again, which
   * marks their visits as seen.
   */
  private List<CountOperation> owed(long lastWritten) {
    return ledger.takePostponed(lastWritten).stream()
        .map(views -> new CountOperation(calls, ledger, views))
        .toList();
  }

  private void arrived(Jedis jedis) {
    boolean again = arrivedBefore;
    arrivedBefore = true;
    tidings().restore();
    connection.submit(new Mark(this::back));
    if (again) {
      reconcile(jedis);
    } else {
      EvictionCheck.warn(jedis);
    }
  }

  private void back() {
    if (lastLoss != null) {
      LOG.log(System.Logger.Level.INFO, "Redis is back");
      lastLoss = null;
    }
    tidings().back();
    firstArrival.countDown();
  }

  private void lost(Throwable cause) {
    lastLoss = cause;
    LOG.log(System.Logger.Level.WARNING, "Redis is out of reach: {0}", Reason.of(cause));
    listener.interrupt();
    teller.execute(tidings()::away);
  }

  /** Ends the sessions that Redis still has as ours and that have ended while it was away. */
  private void reconcile(Jedis jedis) {
    try {
      endThoseThatAreNotLiving(jedis);
    } catch (JedisDataException e) {
      calls.refused(keys.sessionsOf(calls.owner()), e); // the rest of the return goes on
    }
  }

  private void endThoseThatAreNotLiving(Jedis jedis) {
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> step = jedis.sscan(keys.sessionsOf(calls.owner()), cursor, STEP);
      step.getResult().stream()
          .filter(session -> !tidings().isLiving(session))
          .map(session -> new LeaveOperation(calls, session, null, false, () -> {}))
          .forEach(connection::submit);
      cursor = step.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
  }

  @Override
  public void view(Viewing viewing, Kind kind, Consumer<Setback> setback) {
    connection.submit(new ViewOperation(calls, ledger, viewing, kind, setback));
  }

  @Override
  public void resume(Viewing viewing, Consumer<Boolean> done) {
    connection.submit(new ResumeOperation(calls, ledger, teller, viewing, done));
  }

  @Override
  public void leave(String session, Post post, boolean resumed, Runnable takenOver) {
    connection.submit(new LeaveOperation(calls, session, post, resumed, takenOver));
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
  public long unwrittenViews(Post post) {
    return ledger.open(post);
  }

  @Override
  public List<Counts> counts(List<Post> posts) {
    return reader.counts(posts);
  }

  @Override
  public List<RankedPost> top(int limit) {
    return reader.top(limit);
  }
}
