package onlookers.redis;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import onlookers.config.Settings;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.Instruments;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import onlookers.presence.Tidings;
import onlookers.presence.Viewing;
import onlookers.redis.LeaveOperation.Ending;
import onlookers.redis.RecentSteps.Departure;
import onlookers.runtime.SchedulerThread;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and counts in one Redis, by the fixed schema. Writes and pushed reads go through the one
 * {@link OrderedConnection}; each time that it connects, the story is asked to write its living
 * sessions again, the views taken meanwhile are added, and only then is Redis called back.
 */
public final class JedisPresenceRepository implements PresenceRepository {
  private static final System.Logger LOG =
      System.getLogger(JedisPresenceRepository.class.getName());

  /** Above it there is room for 2^52 views before a number is not exact in a script. */
  private static final long MAX_FIRST_NUMBER = 1L << 52;

  private final RedisNode node;
  private final ScriptCalls calls;
  private final ViewHistory history;
  private final ViewLedger ledger;
  private final PendingEndings endings = new PendingEndings();

  /** Where each session of this node was written last. */
  private final Map<String, Post> standing = new ConcurrentHashMap<>();

  private final RecentSteps steps = new RecentSteps(System::nanoTime);
  private final Executor teller;
  private final PooledReader reader;
  private final KeyspaceListener listener;
  private final SchedulerThread auditor = new SchedulerThread("onlookers-audit");
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
    this.node = node;
    this.calls = node.calls();
    this.history = new ViewHistory(InstantSource.system(), System::nanoTime);
    this.ledger =
        new ViewLedger(
            instruments,
            System::nanoTime,
            history,
            ThreadLocalRandom.current().nextLong(MAX_FIRST_NUMBER));
    this.teller = teller;
    CountsQuery query = new CountsQuery(node.keys(), calls);
    this.reader = new PooledReader(node, query, instruments);
    this.listener = node.listener();
    node.report(instruments.redis());
    this.audit = new Audit(node, settings.sessionTtl(), auditor);
    this.connection =
        new OrderedConnection(
            node.connector(), calls, query, teller, instruments, settings.nodeLease(), fate());
  }

  private OrderedConnection.Fate fate() {
    return new OrderedConnection.Fate() {
      @Override
      public List<? extends Queued> owed(Predicate<String> strange) {
        return JedisPresenceRepository.this.owed(strange);
      }

      @Override
      public List<? extends Queued> gathered() {
        return history.isEmpty() ? List.of() : List.of(DayOperation.gathered(calls, history));
      }

      @Override
      public void arrived(MasterConnections masters) {
        JedisPresenceRepository.this.arrived(masters);
      }

      @Override
      public void forgotten() {
        ledger.forgetAcknowledged();
        history.forgetAcknowledged();
        tidings().restore();
        tidings().changedAll();
      }

      @Override
      public void disrupted() {
        node.disrupt();
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
    listener.start(tidings, audit);
    audit.start(tidings);
    node.watchTopology();
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
    auditor.close();
    listener.close();
    connection.close();
  }

  /**
   * The views that Redis does not have, before the sessions are written again, which marks their
   * visits as seen; the sessions that have ended meanwhile; and what sessions have left lately,
   * because a server that was promoted may not know.
   */
  private List<? extends Queued> owed(Predicate<String> strange) {
    List<Queued> owed = new ArrayList<>();
    oweViews(strange, owed);
    oweDays(strange, owed);
    for (Departure one : steps.departures()) {
      owed.add(new DepartureOperation(calls, one, tidings().isLiving(one.session())));
    }
    for (Ending ending : endings.take()) {
      if (!tidings().isLiving(ending.session())) {
        owed.add(new LeaveOperation(calls, steps, ending, () -> {}, endings::add));
      }
    }
    return owed;
  }

  private void oweViews(Predicate<String> strange, List<Queued> owed) {
    ViewLedger.Owed views = ledger.takeOwed();
    for (ViewLedger.Unwritten one : views.acknowledged()) {
      boolean replayed = strange.test(calls.keys().views(one.viewing().post()));
      owed.add(new CountOperation(calls, ViewWrite.acknowledged(calls, ledger, one, replayed)));
    }
    for (ViewLedger.Unwritten one : views.unknown()) {
      owed.add(new CountOperation(calls, ViewWrite.owed(calls, ledger, one)));
    }
  }

  private void oweDays(Predicate<String> strange, List<Queued> owed) {
    for (DayBatch one : history.remembered()) {
      boolean replayed = strange.test(calls.keys().day(one.day()));
      owed.add(DayOperation.acknowledged(calls, history, one, replayed));
    }
    for (DayBatch one : history.takeUnknown()) {
      boolean replayed = strange.test(calls.keys().day(one.day()));
      owed.add(DayOperation.owed(calls, history, one, replayed));
    }
  }

  private void arrived(MasterConnections masters) {
    tidings().restore();
    connection.submit(new Mark(this::back));
    if (!arrivedBefore) {
      arrivedBefore = true;
      masters.all().forEach(EvictionCheck::warn);
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
    teller.execute(tidings()::away);
  }

  @Override
  public void view(Viewing viewing, Kind kind, Consumer<Setback> setback) {
    Post from = standing.put(viewing.session(), viewing.post());
    connection.submit(
        new ViewOperation(
            calls, ledger, steps, viewing, from, kind, why -> suffered(viewing, why, setback)));
    audit.written(viewing.session());
  }

  private void suffered(Viewing viewing, Setback why, Consumer<Setback> setback) {
    if (why == Setback.TAKEN_OVER) {
      standing.remove(viewing.session());
    }
    setback.accept(why);
  }

  @Override
  public void resume(Viewing viewing, Consumer<Boolean> done) {
    connection.submit(
        new ResumeOperation(
            calls,
            ledger,
            steps,
            teller,
            viewing,
            ours -> resumed(viewing, ours, done),
            endings::add));
  }

  private void resumed(Viewing viewing, boolean ours, Consumer<Boolean> done) {
    if (ours) {
      standing.put(viewing.session(), viewing.post());
      audit.written(viewing.session());
    }
    done.accept(ours);
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

  @Override
  public SiteTotal site() {
    return reader.site();
  }
}
