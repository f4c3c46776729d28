package onlookers.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final int MINUTE = 60;

  /** Starts of nodes that are remembered; a start that was forgotten is taken for an old one. */
  private static final int MAX_STARTS = 1000;

  private final InstantSource clock;
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

  /** By how much the site's counters grew until that second. */
  private record Growth(long at, long joins, long views) {}

  SiteSampler(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes a sample, and answers it. */
  SitePoint add(SiteTotal total, List<ListedNode> nodes) {
    long now = clock.millis() / Duration.ofSeconds(1).toMillis();
    lastMinute.add(growth(now, nodes));
    lastMinute.removeIf(growth -> growth.at() <= now - MINUTE);
    SitePoint point =
        new SitePoint(
            now,
            total.viewers(),
            total.posts(),
            lastMinute.stream().mapToLong(Growth::joins).sum(),
            lastMinute.stream().mapToLong(Growth::views).sum());
    points.add(point);
    while (points.size() > MAX_POINTS) {
      points.remove();
    }
    return point;
  }

  private Growth growth(long now, List<ListedNode> nodes) {
    long joins = 0;
    long views = 0;
    for (ListedNode node : nodes) {
      NodeStatus status = node.status();
      if (status != null) {
        NodeStatus last = before.put(node.name() + ':' + node.incarnation(), status);
        boolean isNew = now - status.startedAt() < MINUTE;
        if (last != null || isNew) {
          joins += Math.max(0, status.opened() - (last == null ? 0 : last.opened()));
          views += Math.max(0, status.views() - (last == null ? 0 : last.views()));
        }
      }
    }
    return new Growth(now, joins, views);
  }

  /** The last hour, the oldest first. */
  List<SitePoint> points() {
    return new ArrayList<>(points);
  }
}
