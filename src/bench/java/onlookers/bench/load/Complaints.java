package onlookers.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** What went wrong, each kind once, and how often. Belongs to the event loop. */
public final class Complaints {
  private static final int MAX_KINDS = 20;

  private final Map<String, Integer> kinds = new LinkedHashMap<>();

  void add(String about) {
    String kind = about.length() > 120 ? about.substring(0, 120) : about;
    if (kinds.size() < MAX_KINDS || kinds.containsKey(kind)) {
      kinds.merge(kind, 1, Integer::sum);
    }
  }

  /** Whether nothing went wrong. */
  public boolean isEmpty() {
    return kinds.isEmpty();
  }

  @Override
  public String toString() {
    return kinds.toString();
  }
}
