package onlookers.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** By how much counts that are shown differ from those in Redis. */
final class CountsDrift {
  private final CountsReader reader;

  /**
   * @param reader reads Redis, and keeps nothing from earlier
   */
  CountsDrift(CountsReader reader) {
    this.reader = reader;
  }

  /**
   * The counts of these posts in Redis.
   *
   * @throws UnavailableException when it cannot be asked
   */
  Map<Post, Counts> read(Collection<Post> some) {
    List<Post> posts = new ArrayList<>(some);
    List<Counts> counts = reader.counts(posts);
    Map<Post, Counts> actual = new LinkedHashMap<>();
    for (int i = 0; i < posts.size(); i++) {
      actual.put(posts.get(i), counts.get(i));
    }
    return actual;
  }

  /**
   * Those that Redis has others for.
   *
   * @throws UnavailableException when it cannot be asked
   */
  Map<Post, Counts> differing(Map<Post, Counts> shown) {
    Map<Post, Counts> differing = new LinkedHashMap<>(shown);
    differing.entrySet().removeAll(read(shown.keySet()).entrySet());
    return differing;
  }

  /** The largest difference of one count to the actual one; 0 for none. */
  static long largest(Map<Post, Counts> shown, Map<Post, Counts> actual) {
    return shown.entrySet().stream()
        .mapToLong(
            one -> distance(one.getValue(), actual.getOrDefault(one.getKey(), one.getValue())))
        .max()
        .orElse(0);
  }

  private static long distance(Counts one, Counts other) {
    return Math.max(
        Math.abs(one.viewers() - other.viewers()), Math.abs(one.views() - other.views()));
  }
}
