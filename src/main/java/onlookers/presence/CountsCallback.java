package onlookers.presence;

/**
 * Waits for the counts of one post. Exactly one of the two is called, once, whatever happens to
 * Redis, unless the question is {@linkplain PresenceRepository#forget forgotten}. Two that are
 * equal count as one.
 */
public interface CountsCallback {
  /** The counts, on the one thread that notifies readers, in the order in which they were read. */
  void counts(Counts counts);

  /**
   * They will not come: Redis was lost, or cannot keep up. What {@link CountsListener#back()} says
   * follows later. On any thread, and holding locks of the repository: returns at once.
   */
  void abandoned();
}
