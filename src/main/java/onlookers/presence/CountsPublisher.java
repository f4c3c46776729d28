package onlookers.presence;

/** Who is told: every socket of this node. */
public interface CountsPublisher {
  /**
   * Tells everyone here who is on the post. Calls come in the order in which the counts were read.
   */
  void tell(Post post, Counts counts);

  /** Tells everyone here who watches the site how many sessions view anything now. */
  void online(long viewers);

  /**
   * Tells every socket whether counts are this node's own. Whoever still waits for an answer hears
   * the next counts: the question was lost with the connection to Redis.
   */
  void degraded(boolean degraded);
}
