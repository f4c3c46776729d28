package onlookers.redis.events;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys whose changes one connection is to receive, and what it has to subscribe to for that. A
 * key that nobody follows any more is kept for a minute, because its next follower is often near;
 * of such keys {@value #MAX_LINGERING} at most, then the oldest goes.
 *
 * <p>Thread safe. What is handed out is taken to be done; when it was not, because the connection
 * broke, {@link #restart()} says so.
 */
final class FollowedKeys {
  /** How long a key without followers is kept. */
  static final Duration LINGERING = Duration.ofMinutes(1);

  static final int MAX_LINGERING = 20_000;

  @GuardedBy("this")
  private final Set<String> followed = new HashSet<>();

  @GuardedBy("this")
  private final Set<String> unsubscribed = new LinkedHashSet<>();

  /** Subscribed and not followed: since when, the oldest first. */
  @GuardedBy("this")
  private final Map<String, Long> lingering = new LinkedHashMap<>();

  /** Follows the keys; returns whether any of them has to be subscribed. */
  synchronized boolean follow(Collection<String> keys) {
    for (String key : keys) {
      if (followed.add(key) && lingering.remove(key) == null) {
        unsubscribed.add(key);
      }
    }
    return !unsubscribed.isEmpty();
  }

  synchronized void unfollow(Collection<String> keys, long nowNanos) {
    for (String key : keys) {
      if (followed.remove(key) && !unsubscribed.remove(key)) {
        lingering.put(key, nowNanos);
      }
    }
  }

  /** Hands out some of the keys that are to be subscribed. */
  synchronized List<String> takeNew(int max) {
    return take(unsubscribed.iterator(), max);
  }

  /** Hands out some of the keys that are to be unsubscribed. */
  synchronized List<String> takeOld(long nowNanos, int max) {
    List<String> old = takeSurplus(max);
    Iterator<Map.Entry<String, Long>> oldest = lingering.entrySet().iterator();
    while (old.size() < max && oldest.hasNext()) {
      Map.Entry<String, Long> key = oldest.next();
      if (nowNanos - key.getValue() < LINGERING.toNanos()) {
        break;
      }
      old.add(key.getKey());
      oldest.remove();
    }
    return old;
  }

  /** Hands out some of the keys that are too many to be kept, the oldest first. */
  synchronized List<String> takeSurplus(int max) {
    return take(lingering.keySet().iterator(), Math.min(max, lingering.size() - MAX_LINGERING));
  }

  /** The connection is new and knows nothing: all that is followed has to be subscribed. */
  synchronized void restart() {
    lingering.clear();
    unsubscribed.clear();
    unsubscribed.addAll(followed);
  }

  private static List<String> take(Iterator<String> keys, int max) {
    List<String> taken = new ArrayList<>();
    while (keys.hasNext() && taken.size() < max) {
      taken.add(keys.next());
      keys.remove();
    }
    return taken;
  }
}
