package onlookers.presence;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * Measures whether this node shows the truth: compares the counts of a few posts with those in
 * Redis every {@link #PAUSE}, all posts in turn, and notes how old the oldest change is that was
 * not read yet. It reads on a connection of its own, apart from what it measures, and mends
 * nothing.
 *
 * <p>A post whose change is known and not read yet is left out: that is the other number. One that
 * differs is looked at again a moment later, and is drift only if the same counts are still shown,
 * and still differ: what was on its way has arrived by then.
 */
public final class CountsSampler {
  /** From one look to the next. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** From the first look at a post that differs to the second. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** So many posts are looked at each time. */
  static final int POSTS = 20;

  /** In {@link Gauge#COUNTS_DRIFT}: Redis could not be asked. */
  public static final long UNKNOWN = -1;

  private final Presence presence;
  private final CountsDrift drift;
  private final Executor threads;
  private final Scheduler scheduler;
  private final NodeMetrics nodeMetrics;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param presence knows what is shown
   * @param reader reads Redis, and keeps nothing from earlier
   * @param threads on which it may wait
   */
  public CountsSampler(
      Presence presence,
      CountsReader reader,
      Executor threads,
      Scheduler scheduler,
      NodeMetrics nodeMetrics) {
    this.presence = presence;
    this.drift = new CountsDrift(reader);
    this.threads = threads;
    this.scheduler = scheduler;
    this.nodeMetrics = nodeMetrics;
  }

  /** Begins; it ends with the scheduler. */
  public void start() {
    scheduler.every(PAUSE, this::look);
  }

  private void look() {
    nodeMetrics.set(Gauge.OLDEST_UNREAD_CHANGE_MILLIS, presence.oldestUnreadChange().toMillis());
    if (!nodeMetrics.state().redisUp() || nodeMetrics.state().degraded()) {
      note(UNKNOWN);
      return;
    }
    Map<Post, Counts> shown = presence.sampleShown(POSTS);
    if (shown.isEmpty()) {
      note(0);
    } else if (busy.compareAndSet(false, true)) {
      threads.execute(() -> compare(shown));
    }
  }

  private void compare(Map<Post, Counts> shown) {
    Map<Post, Counts> differing = Map.of();
    try {
      differing = drift.differing(shown);
      nodeMetrics.add(Counter.COUNTS_SAMPLED, shown.size());
      if (differing.isEmpty()) {
        note(0);
      } else {
        Map<Post, Counts> suspects = differing;
        scheduler.after(LOOK_AGAIN, () -> lookAgain(suspects));
      }
    } catch (UnavailableException e) {
      note(UNKNOWN);
    } finally {
      if (differing.isEmpty()) {
        busy.set(false);
      }
    }
  }

  private void lookAgain(Map<Post, Counts> suspects) {
    Map<Post, Counts> unchanged = new LinkedHashMap<>(suspects);
    unchanged.entrySet().removeIf(one -> !one.getValue().equals(presence.shown(one.getKey())));
    if (unchanged.isEmpty()) {
      note(0);
      busy.set(false);
    } else {
      threads.execute(() -> measure(unchanged));
    }
  }

  private void measure(Map<Post, Counts> shown) {
    try {
      Map<Post, Counts> actual = drift.read(shown.keySet());
      shown.entrySet().removeIf(one -> !one.getValue().equals(presence.shown(one.getKey())));
      note(CountsDrift.largest(shown, actual));
    } catch (UnavailableException e) {
      note(UNKNOWN);
    } finally {
      busy.set(false);
    }
  }

  private void note(long largest) {
    nodeMetrics.set(Gauge.COUNTS_DRIFT, largest);
  }
}
