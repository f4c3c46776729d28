package onlookers.presence;

import java.util.List;

/** Where each node tells what it is, and finds all others. */
public interface NodeDirectory {
  /** So many nodes are listed at most. */
  int MAX_NODES = 100;

  /**
   * Tells the others of this node, and asks for all of them, this one included; waits for Redis.
   *
   * @param own this node, as it is now; it is forgotten by itself when it is not told again
   * @return at most {@link #MAX_NODES}, by their names
   * @throws UnavailableException when Redis is out of reach
   */
  List<ListedNode> exchange(NodeStatus own);
}
