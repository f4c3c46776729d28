package onlookers.presence;

/** Publishes counts to the sockets of this node. */
public interface CountsPublisher {
  /**
   * Publishes to every subscriber of the post on this node. Calls come in the order in which the
   * counts were read.
   */
  void publish(Post post, Counts counts);

  /**
   * Publishes to everyone on this node who watches the site how many sessions view anything now.
   */
  void online(long viewers);

  /**
   * Notifies every socket whether counts are this node's own. Whoever still waits for an answer
   * gets the next counts: the question was lost with the connection to Redis.
   */
  void degraded(boolean degraded);
}
