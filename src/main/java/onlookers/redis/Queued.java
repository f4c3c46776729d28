package onlookers.redis;

import org.jspecify.annotations.Nullable;

/** What waits for the ordered connection, in the order in which it came. */
sealed interface Queued permits Operation, Mark {
  /** Whose step it is, {@code null} for nobody's. */
  @Nullable String session();

  /**
   * Redis was lost, or cannot keep up: this was not done, or it is not known whether it was. Holds
   * the queue's lock, perhaps: returns at once, and calls nobody who might submit something.
   */
  void abandon();
}
