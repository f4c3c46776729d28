package onlookers.jmx;

import java.util.List;

/**
 * {@code onlookers:type=Presence,node=<node id>}: one node. Every number is this node's own, since
 * its start; what the operations tell of posts is over all nodes. An operation that needs Redis
 * fails with an {@link IllegalStateException} while Redis is out of reach.
 */
public interface PresenceMXBean {
  /** This node's name. */
  String getNode();

  /** Open sockets. */
  long getSessions();

  /** Posts with a socket here. */
  long getPosts();

  /** Sockets that were let in. */
  long getSessionsOpened();

  /** Sockets that have ended. */
  long getSessionsClosed();

  /** Views that this node added to a post. */
  long getViewsCounted();

  /** Frames that clients sent. */
  long getFramesReceived();

  /** Frames that were answered by an error or a close. */
  long getFramesRefused();

  /** Counts handed to a socket. */
  long getPushesSent();

  /** Counts that a newer one replaced before a slow reader took them. */
  long getPushesSuperseded();

  /** Handshakes refused: origin not allowed, or full. */
  long getHandshakesRefused();

  /** Whether Redis answers. */
  boolean isRedisUp();

  /** The last round trip to Redis on the ordered connection, in microseconds. */
  long getRedisRoundTripMicros();

  /** Sessions that this node's garbage collector removed. */
  long getSessionsCollected();

  /** How long the last sweep took, in milliseconds. */
  long getLastSweepMillis();

  /** When the last sweep ended, in milliseconds since 1970; 0 before the first. */
  long getLastSweepAt();

  /** Whether this node sends its clients elsewhere. */
  boolean isDraining();

  /** Whether clients were told that counts are this node's own, because Redis is out of reach. */
  boolean isDegraded();

  /** Sweeps now, and returns how many sessions were collected. */
  long sweep();

  /**
   * Sessions that view the post now.
   *
   * @throws IllegalArgumentException when it is not a post: 1 to 32 characters of {@code A-Z a-z
   *     0-9 _ -}
   */
  long viewers(String post);

  /**
   * Views of the post ever.
   *
   * @throws IllegalArgumentException when it is not a post: 1 to 32 characters of {@code A-Z a-z
   *     0-9 _ -}
   */
  long views(String post);

  /**
   * The most viewed posts now, the most viewed first.
   *
   * @param limit the most posts to return, 1 to 1000
   * @throws IllegalArgumentException when the limit is out of range
   */
  List<TopPost> topPosts(int limit);

  /**
   * Refuses new sockets and closes the open ones with 1012, spread over the time given, so that
   * clients reconnect to other nodes and not all at once.
   *
   * @param seconds 0 to 3600
   * @return how many sockets are being closed
   * @throws IllegalArgumentException when the time is out of range
   */
  int drain(int seconds);

  /**
   * Closes the sockets of this node that view the post, with 1012; their clients may come back.
   *
   * @return how many were closed
   * @throws IllegalArgumentException when it is not a post: 1 to 32 characters of {@code A-Z a-z
   *     0-9 _ -}
   */
  int disconnect(String post);
}
