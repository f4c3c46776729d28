package onlookers.redis.write;

import org.jspecify.annotations.Nullable;

/** What waits for the ordered connection, in the order in which it came. */
public sealed interface Queued permits Operation, Barrier {
  /** Whose step it is, {@code null} for nobody's. */
  @Nullable String session();

  /**
   * Redis was lost, or cannot keep up: this was not done, or it is not known whether it was. Holds
   * the queue's lock, perhaps: returns at once, and calls nobody who might submit something.
   */
  void abandon();
}
