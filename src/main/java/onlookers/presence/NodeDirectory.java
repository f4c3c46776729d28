package onlookers.presence;

import java.util.List;

/** Where each node publishes its status, and finds all others. */
public interface NodeDirectory {
  /** So many nodes are listed at most. */
  int MAX_NODES = 100;

  /**
   * Publishes the status of this node, and reads those of all, this one included; waits for Redis.
   *
   * @param own this node, as it is now; it expires when it is not published again
   * @return at most {@link #MAX_NODES}, by their names
   * @throws UnavailableException when Redis is out of reach
   */
  List<ListedNode> exchange(NodeStatus own);
}
