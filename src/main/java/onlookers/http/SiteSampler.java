package onlookers.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import onlookers.presence.ListedNode;
import onlookers.presence.NodeStatus;
import onlookers.presence.SitePoint;
import onlookers.presence.SiteTotal;

/**
 * The last hour of the site, in steps of {@value #STEP_SECONDS} s, as this node saw it: bounded,
 * and kept in memory alone. While Redis is away there is no point.
 *
 * <p>How many came and how many views were counted is the growth of what each node publishes. A
 * node that is seen for the first time has published the whole since its start: that counts only if
 * it has just started.
 *
 * <p>For one thread.
 */
final class SiteSampler {
  static final int STEP_SECONDS = 5;

  /** An hour of steps. */
  static final int MAX_POINTS = 3600 / STEP_SECONDS;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Starts of nodes that are remembered; a start that was forgotten is taken for an old one. */
  private static final int MAX_STARTS = 1000;

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Deque<SitePoint> points = new ArrayDeque<>();
  private final Deque<Growth> lastMinute = new ArrayDeque<>();
  private final Map<String, NodeStatus> before =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, NodeStatus> eldest) {
          return size() > MAX_STARTS;
        }
      };

  /** By how much the site's counters grew until that time, which no clock that is set changes. */
  private record Growth(long nanos, long joins, long views) {}

  /**
   * Has seen nothing yet.
   *
   * @param clock the time of day
   * @param nanoTime as {@link System#nanoTime()}
   */
  SiteSampler(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Takes a sample, and answers it. */
  SitePoint add(SiteTotal total, List<ListedNode> nodes) {
    long now = clock.millis() / Duration.ofSeconds(1).toMillis();
    long nanos = nanoTime.getAsLong();
    lastMinute.add(growth(now, nanos, nodes));
    lastMinute.removeIf(growth -> nanos - growth.nanos() >= MINUTE.toNanos());
    SitePoint point =
        new SitePoint(
            now,
            total.viewers(),
            total.posts(),
            lastMinute.stream().mapToLong(Growth::joins).sum(),
            lastMinute.stream().mapToLong(Growth::views).sum());
    points.removeIf(later -> later.at() > now); // the clock was set back
    points.add(point);
    while (points.size() > MAX_POINTS) {
      points.remove();
    }
    return point;
  }

  private Growth growth(long now, long nanos, List<ListedNode> nodes) {
    long joins = 0;
    long views = 0;
    for (ListedNode node : nodes) {
      NodeStatus status = node.status();
      if (status != null) {
        NodeStatus last = before.put(node.name() + ':' + node.incarnation(), status);
        boolean isNew = Math.abs(now - status.startedAt()) < MINUTE.toSeconds();
        if (last != null || isNew) {
          joins += Math.max(0, status.opened() - (last == null ? 0 : last.opened()));
          views += Math.max(0, status.views() - (last == null ? 0 : last.views()));
        }
      }
    }
    return new Growth(nanos, joins, views);
  }

  /** The last hour, the oldest first. */
  List<SitePoint> points() {
    return new ArrayList<>(points);
  }
}
