package onlookers.redis.collect;

import java.util.List;
import java.util.Set;

/**
 * The owners on the list of nodes.
 *
 * @param over those whose lease is over
 * @param alive those whose lease is not
 */
record Leases(List<String> over, Set<String> alive) {
  /** What {@code expired} answers. */
  static Leases of(Object reply) {
    List<?> both = (List<?>) reply;
    return new Leases(names(both.get(0)), Set.copyOf(names(both.get(1))));
  }

  private static List<String> names(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }

  /** Whether the owner is on the list, dead or alive. */
  boolean know(String owner) {
    return alive.contains(owner) || over.contains(owner);
  }
}
