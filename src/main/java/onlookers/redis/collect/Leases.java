package onlookers.redis.collect;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The owners on the list of nodes.
 *
 * @param over those whose lease is over
 * @param alive those whose lease is not
 * @param longOver of those whose lease is over, those whose lease has been for longer than a lease
 */
record Leases(List<String> over, Set<String> alive, Set<String> longOver) {
  /** What {@code expired} answers. */
  static Leases of(Object reply) {
    List<?> all = (List<?>) reply;
    return new Leases(
        names(all.get(0)), Set.copyOf(names(all.get(1))), Set.copyOf(names(all.get(2))));
  }

  private static List<String> names(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }

  /**
   * Those that are dead. Who was alive a moment ago, and is said to have been dead for long, may
   * live: Redis' clock was set, or it is another server that has another time. Whoever lives has
   * renewed its lease when it is looked at again.
   *
   * @param before those whose lease was over when they were looked at the last time
   */
  List<String> dead(Collection<String> before) {
    return over.stream()
        .filter(owner -> !longOver.contains(owner) || before.contains(owner))
        .toList();
  }

  /** Whether the owner is on the list, dead or alive. */
  boolean know(String owner) {
    return alive.contains(owner) || over.contains(owner);
  }
}
