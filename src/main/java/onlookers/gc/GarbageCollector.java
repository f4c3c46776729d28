package onlookers.gc;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import onlookers.config.Settings;
import onlookers.presence.CollectorStore;
import onlookers.presence.CollectorStore.Pace;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.runtime.CoalescedTask;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * The timer bean. Every node asks for the collector's lock; the one that has it ends the sessions
 * of dead nodes (looked for every third of {@code node.lease}), the sessions whose key has ended
 * (at once when the event is received, else in the next sweep) and makes hash and sets agree with
 * the {@code session:} keys every {@code sweep.interval}, and at once when it has taken the lock or
 * may have missed something.
 *
 * <p>The lock lasts a third of {@code node.lease} and is kept three times as often, by its own
 * thread, so that a long sweep does not lose it. Nobody is declared dead until this node has been
 * in touch with Redis for a whole {@code node.lease}: after an outage every node must have had the
 * time to renew.
 */
public final class GarbageCollector implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(GarbageCollector.class.getName());

  /** How soon an event is handled, together with those that follow until then. */
  private static final Duration EVENT_DELAY = Duration.ofMillis(100);

  /**
   * How often posts whose viewers have changed get their place in the ranking, the viewers of the
   * site are counted, for the most of each minute and hour, and dead nodes are looked for if it is
   * time: all in one go, because to wake costs more than to find nothing to do.
   */
  private static final Duration ROUND = Duration.ofSeconds(1);

  /** No more than one of so many viewers is left after a second: the hash itself was taken away. */
  private static final int COLLAPSE = 10;

  private final CollectorStore store;
  private final Duration lease;
  private final Duration sweepInterval;
  private final NodeMetrics nodeMetrics;
  private final CollectorThreads threads;
  private final Scheduler time;
  private final InstantSource clock;
  private final CollectorLock lock;
  private final PendingEvents pendingEvents = new PendingEvents(this::requestEvents);

  private final Sweeper sweeper;
  private final RecurringTask reconcile;
  private final CoalescedTask eventHandling;
  private final CoalescedTask dueSweep;
  private volatile boolean stopping;
  private long reapAt;

  /** A second ago; the worker's. */
  private long lastViewers;

  /**
   * @param store what can be done in Redis
   * @param settings the lease and the interval
   * @param nodeMetrics this node's numbers
   * @param threads what runs the tasks, and measures time
   * @param clock the time of day, for when the last sweep was, and for the most viewers
   */
  public GarbageCollector(
      CollectorStore store,
      Settings settings,
      NodeMetrics nodeMetrics,
      CollectorThreads threads,
      InstantSource clock) {
    this.store = store;
    this.lease = settings.nodeLease();
    this.sweepInterval = settings.sweepInterval();
    this.nodeMetrics = nodeMetrics;
    this.threads = threads;
    this.time = threads.worker();
    this.clock = clock;
    this.lock = new CollectorLock(store, lease, pendingEvents, time, nodeMetrics.state()::redisUp);
    this.reapAt = time.nanoTime();
    this.sweeper = new Sweeper(store, nodeMetrics, time, clock);
    this.reconcile = task("ended sessions", this::reconcile);
    this.eventHandling = new CoalescedTask(threads.worker(), EVENT_DELAY, this::handleEvents);
    RecurringTask sweep = task("sweep", () -> orSweep(true, this::sweepBriskly));
    this.dueSweep = new CoalescedTask(threads.sweeper(), Duration.ZERO, () -> ifDue(sweep));
  }

  /** Starts the timer. */
  public void start() {
    RecurringTask keep = task("the lock", this::keepLock);
    nodeMetrics.redis().collector().lockWanted(lease);
    threads.keeper().every(lease.dividedBy(9), () -> unlessStopping(keep));
    RecurringTask reap = task("dead nodes", this::reapIfDue);
    RecurringTask rank = task("ranking", this::rank);
    RecurringTask peak = task("viewers", this::countViewers);
    threads
        .worker()
        .every(
            ROUND,
            () -> {
              handleEvents(); // before this node had the lock
              ifHeld(reap);
              ifHeld(rank);
              ifHeld(peak);
            });
    Duration often = lease.dividedBy(9);
    if (often.compareTo(ROUND) < 0) {
      threads.worker().every(often, () -> ifHeld(reap));
    }
    RecurringTask sweep = task("sweep", this::sweepCalmly);
    threads.sweeper().every(sweepInterval, () -> ifHeld(sweep));
  }

  /** There is an event. Called on whatever thread received it; returns at once. */
  private void requestEvents() {
    if (!stopping) {
      eventHandling.request();
    }
  }

  private void handleEvents() {
    ifHeld(reconcile);
    if (goOn() && pendingEvents.isSweepDue()) {
      dueSweep.request();
    }
  }

  /**
   * The hash of all viewers has no channel to which each node could afford to subscribe; that it
   * was removed or evicted shows in its size. Readers who all leave at once look the same: then a
   * sweep finds nothing to do.
   */
  private void countViewers() {
    long viewers = store.recordPeak(clock.instant());
    if (viewers * COLLAPSE < lastViewers) {
      pendingEvents.listening();
    }
    lastViewers = viewers;
  }

  private void keepLock() {
    boolean known = false;
    try {
      lock.keep();
      known = true;
    } finally {
      if (known) {
        nodeMetrics.redis().collector().lockSeen(lock.held());
      } else {
        nodeMetrics.redis().collector().lockUnknown();
      }
    }
  }

  private RecurringTask task(String name, Runnable work) {
    return new RecurringTask(name, work, nodeMetrics.state());
  }

  /**
   * Begins nothing more, and breaks off a sweep after its step of some milliseconds. Waits for
   * nothing: whoever stops the node has more urgent things to do before {@link #close()}.
   */
  public void stop() {
    stopping = true;
  }

  /** Stops, waits for the step that is under way, up to 5 s a thread, and gives the lock up. */
  @Override
  public void close() {
    stop();
    threads.close();
    try {
      lock.giveUp();
    } catch (UnavailableException e) {
      LOG.log(System.Logger.Level.DEBUG, "the lock ends by itself: {0}", e.getMessage());
    }
  }

  /**
   * Sweeps now, taking the lock from another node if need be.
   *
   * @return the sessions removed
   * @throws UnavailableException when Redis is out of reach, or the node is stopping
   */
  public long sweep() {
    if (stopping) {
      throw new UnavailableException("this node is stopping");
    }
    return swept(sweeper.sweepNext(lock::take, this::goOn));
  }

  private void sweepBriskly() {
    swept(sweeper.sweep(Pace.BRISK, this::goOn));
  }

  private void sweepCalmly() {
    swept(sweeper.sweep(Pace.CALM, this::goOnCalmly));
  }

  @CanIgnoreReturnValue
  private long swept(long removed) {
    collected(removed);
    report(removed, "in a sweep");
    return removed;
  }

  private void unlessStopping(RecurringTask task) {
    if (!stopping) {
      task.attempt();
    }
  }

  private void ifHeld(RecurringTask task) {
    if (goOn()) {
      task.attempt();
    }
  }

  private void ifDue(RecurringTask sweep) {
    if (goOn() && pendingEvents.takeSweepDue()) {
      sweep.attempt();
    }
  }

  /** Asked between the steps of long walks. */
  private boolean goOn() {
    return !stopping && lock.held();
  }

  /** The same for a sweep that has time: one that has none does all that it would do. */
  private boolean goOnCalmly() {
    return goOn() && !sweeper.isAwaited() && !pendingEvents.isSweepDue();
  }

  private void reconcile() {
    Collection<String> ended = pendingEvents.endedSessions();
    orSweep(!ended.isEmpty(), () -> collected(store.reconcile(ended)));
  }

  private void rank() {
    Collection<Post> changed = pendingEvents.changedPosts();
    orSweep(!changed.isEmpty(), () -> store.rank(changed));
  }

  /** Where this cannot be done, what there was to do is left to a sweep as soon as one can. */
  private void orSweep(boolean isAnything, Runnable work) {
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      if (isAnything && !done) {
        pendingEvents.missed();
      }
    }
  }

  private void reapIfDue() {
    long now = time.nanoTime();
    if (now - reapAt >= 0 && lock.inTouchFor(lease)) {
      reapAt = now + lease.dividedBy(3).toNanos();
      long reaped = store.reapDeadNodes(this::goOn);
      collected(reaped);
      report(reaped, "of dead nodes");
    }
  }

  private void collected(long sessions) {
    nodeMetrics.add(Counter.SESSIONS_COLLECTED, sessions);
  }

  private static void report(long sessions, String when) {
    if (sessions > 0) {
      LOG.log(System.Logger.Level.INFO, "collected {0} sessions {1}", sessions, when);
    }
  }
}
