package onlookers.redis.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import onlookers.presence.Viewing;

/**
 * The page loads that this node has taken a view of lately. Redis decides which view counts; this
 * is for what is shown while Redis is away, when a page that reconnects must not look like another
 * view, and for a Redis that was emptied and has forgotten what it had counted. Forgets the oldest
 * of {@value #CAPACITY}.
 */
final class RecentVisits {
  private static final int CAPACITY = 20_000;

  /** Page load → whether it has been counted. */
  @GuardedBy("this")
  private final Map<String, Boolean> visits =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > CAPACITY;
        }
      };

  /**
   * Whether the view is of a page load that was not seen at its post before, or of none that has a
   * name.
   */
  synchronized boolean isFirst(Viewing viewing) {
    return viewing.visit() == null || visits.putIfAbsent(name(viewing), false) == null;
  }

  /** A view of the page load has been counted. */
  synchronized void counted(Viewing viewing) {
    visits.replace(name(viewing), true);
  }

  /** Whether a view of the page load has been counted; not once it is forgotten. */
  synchronized boolean isCounted(Viewing viewing) {
    return visits.getOrDefault(name(viewing), false);
  }

  private static String name(Viewing viewing) {
    return viewing.post().id() + " " + viewing.visit();
  }
}
