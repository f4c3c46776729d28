package onlookers.gc;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import onlookers.config.Settings;
import onlookers.presence.Garbage;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Instruments.Gauge;
import onlookers.presence.UnavailableException;
import onlookers.runtime.SchedulerThread;

/**
 * The timer bean. Every node asks for the collector's lock; the one that has it ends the sessions
 * of dead nodes (looked for every third of {@code node.lease}), the sessions whose key has ended
 * (at once when the event is heard, else in the next sweep) and makes hash and sets agree with the
 * {@code session:} keys every {@code sweep.interval}.
 *
 * <p>The lock lasts a third of {@code node.lease} and is kept three times as often, by its own
 * thread, so that a long sweep does not lose it. Nobody is declared dead until this node has been
 * in touch with Redis for a whole {@code node.lease}: after an outage every node must have had the
 * time to renew.
 */
public final class GarbageCollector implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(GarbageCollector.class.getName());

  /** How often what was heard is dealt with. */
  private static final Duration LISTENING = Duration.ofMillis(100);

  /**
   * How often posts whose viewers have changed get their place in the ranking, which our own
   * writing gives them at once: this is for what others write.
   */
  private static final Duration RANKING = Duration.ofSeconds(1);

  private final Garbage garbage;
  private final Instruments instruments;
  private final Settings settings;
  private final CollectorLock lock;
  private final Hearsay hearsay = new Hearsay();
  private final SchedulerThread worker = new SchedulerThread("onlookers-gc");
  private final SchedulerThread sweeper = new SchedulerThread("onlookers-gc-sweep");
  private final SchedulerThread keeper = new SchedulerThread("onlookers-gc-lock");
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private long buryAt = System.nanoTime();

  /**
   * @param garbage what can be done in Redis
   * @param settings the lease and the interval
   * @param instruments this node's numbers
   */
  public GarbageCollector(Garbage garbage, Settings settings, Instruments instruments) {
    this.garbage = garbage;
    this.settings = settings;
    this.instruments = instruments;
    this.lock = new CollectorLock(garbage, settings.nodeLease(), hearsay);
  }

  /** Starts the timer. */
  public void start() {
    keeper.every(settings.nodeLease().dividedBy(9), lock::keep);
    worker.every(LISTENING, () -> ifHeld(this::work));
    worker.every(RANKING, () -> ifHeld(this::rank));
    sweeper.every(settings.sweepInterval(), () -> ifHeld(this::sweepNow));
  }

  /** Ends the timer and gives the lock up. */
  @Override
  public void close() {
    sweeper.close();
    worker.close();
    keeper.close();
    lock.giveUp();
  }

  /**
   * Sweeps now, taking the lock from another node if need be.
   *
   * @return the sessions removed
   * @throws UnavailableException when Redis is out of reach
   */
  public long sweep() {
    lock.take();
    return sweepNow();
  }

  private void ifHeld(Runnable work) {
    if (!lock.held()) {
      return;
    }
    try {
      work.run();
    } catch (UnavailableException e) {
      LOG.log(System.Logger.Level.DEBUG, "not now: {0}", e.getMessage());
    }
  }

  private void work() {
    collected(garbage.settle(hearsay.endedSessions()));
    buryIfDue();
  }

  private void rank() {
    garbage.rank(hearsay.changedPosts());
  }

  private void buryIfDue() {
    long now = System.nanoTime();
    if (now - buryAt >= 0 && lock.inTouchFor(settings.nodeLease())) {
      buryAt = now + settings.nodeLease().dividedBy(3).toNanos();
      long buried = garbage.buryDeadNodes(lock::held);
      collected(buried);
      report(buried, "of dead nodes");
    }
  }

  private long sweepNow() {
    oneAtATime.lock();
    try {
      long start = System.nanoTime();
      long removed = garbage.sweep(lock::held) + garbage.scan(lock::held);
      collected(removed);
      instruments.set(
          Gauge.LAST_SWEEP_MILLIS, Duration.ofNanos(System.nanoTime() - start).toMillis());
      instruments.set(Gauge.LAST_SWEEP_AT, System.currentTimeMillis());
      report(removed, "in a sweep");
      return removed;
    } finally {
      oneAtATime.unlock();
    }
  }

  private void collected(long sessions) {
    instruments.add(Counter.SESSIONS_COLLECTED, sessions);
  }

  private static void report(long sessions, String when) {
    if (sessions > 0) {
      LOG.log(System.Logger.Level.INFO, "collected {0} sessions {1}", sessions, when);
    }
  }
}
