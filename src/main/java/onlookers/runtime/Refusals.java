package onlookers.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Who was turned away and why: counted, and logged at most once a second for each reason, with the
 * address of the last one and the setting that says so. A flood is seen and does not fill the log.
 */
public final class Refusals {
  private static final System.Logger LOG = System.getLogger(Refusals.class.getName());
  private static final long PAUSE_NANOS = 1_000_000_000L;

  /** Why. */
  public enum Reason {
    /** A page whose origin is not allowed. */
    ORIGIN("origin", "pages whose origin is not among origins"),
    /** The node has as many sockets as it may. */
    FULL("full", "sockets beyond limit.sessions"),
    /** The heap is nearly full. */
    MEMORY("memory", "sockets, because the heap is nearly full: raise -Xmx"),
    /** The address has as many sockets as it may. */
    ADDRESS("address", "sockets beyond limit.sessions.per.address"),
    /** The node drains or stops. */
    DRAINING("draining", "sockets, because this node is draining"),
    /** The ticket is missing, or another post's. */
    TICKET("ticket", "events without the ticket that ticket.secret asks for"),
    /** More frames than a client may send. */
    RATE("rate", "clients with more frames a minute than limit.messages"),
    /** More posts than a session may watch. */
    WATCHED("watched", "events with more posts than limit.watched"),
    /** A frame that says nothing that we know. */
    FRAME("bad_frame", "frames that are none of the protocol");

    private final String label;
    private final String what;

    Reason(String label, String what) {
      this.label = label;
      this.what = what;
    }

    /** Its name in the metrics. */
    public String label() {
      return label;
    }
  }

  private final LongSupplier nanoTime;
  private final Map<Reason, Count> counts = new EnumMap<>(Reason.class);

  /**
   * None yet.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  public Refusals(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    for (Reason reason : Reason.values()) {
      counts.put(reason, new Count(nanoTime.getAsLong() - PAUSE_NANOS));
    }
  }

  /**
   * One more. Costs next to nothing while its reason has just been logged.
   *
   * @param address the client's, free of control characters; empty when it is not known
   */
  public void add(Reason reason, String address) {
    long news = of(reason).add(nanoTime.getAsLong());
    if (news > 0) {
      LOG.log(
          System.Logger.Level.INFO,
          "refused: {0} {1}, the last from \"{2}\"",
          Long.toString(news),
          reason.what,
          address);
    }
  }

  /** How many there were. */
  public long total(Reason reason) {
    return of(reason).total.sum();
  }

  @SuppressWarnings("NullAway") // the constructor fills in every constant
  private Count of(Reason reason) {
    return counts.get(reason);
  }

  /** How many there were for one reason, and when they were logged last. */
  private static final class Count {
    private final LongAdder total = new LongAdder();
    private final AtomicLong reportedNanos;

    @GuardedBy("this")
    private long reported;

    Count(long reportedNanos) {
      this.reportedNanos = new AtomicLong(reportedNanos);
    }

    /** Counts one; returns how many are to be logged now, 0 when it is too early. */
    long add(long now) {
      total.increment();
      long before = reportedNanos.get();
      boolean due = now - before >= PAUSE_NANOS && reportedNanos.compareAndSet(before, now);
      return due ? takeUnreported() : 0;
    }

    private synchronized long takeUnreported() {
      long before = reported;
      reported = total.sum();
      return reported - before;
    }
  }
}
