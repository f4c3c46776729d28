package onlookers.jmx;

import java.util.List;

/**
 * {@code onlookers:type=Presence,node=<node id>}: one node. Every number is this node's own, since
 * its start; what the operations return of posts is over all nodes. An operation that needs Redis
 * fails with an {@link IllegalStateException} while Redis is out of reach. Through a proxy an
 * exception arrives as it is, through {@code MBeanServerConnection.invoke} as the cause of an
 * {@link javax.management.MBeanException}.
 *
 * <p>An attribute without {@link Described} is the {@link onlookers.runtime.Metric} of its name,
 * which says what a console shows of it.
 */
@Described("A node of Onlookers: its numbers since the start, and what can be done to it")
public interface PresenceMXBean {
  /** This node's name. */
  @Described("This node's name")
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

  /** Handshakes refused: origin not allowed, full, or draining. */
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

  /**
   * Whether clients were notified that counts are this node's own, because Redis is out of reach.
   */
  boolean isDegraded();

  /** Sweeps now, and returns how many sessions were collected. */
  @Described("Sweeps now, and returns how many sessions were collected")
  long sweep();

  /**
   * Sessions that view the post now.
   *
   * @throws IllegalArgumentException when it is not a post: 1 to 32 characters of {@code A-Z a-z
   *     0-9 _ -}
   */
  @Described("Sessions that view the post now, over all nodes")
  long viewers(
      @Described(name = "post", value = "1 to 32 characters of A-Z a-z 0-9 _ -") String post);

  /**
   * Views of the post ever.
   *
   * @throws IllegalArgumentException when it is not a post: 1 to 32 characters of {@code A-Z a-z
   *     0-9 _ -}
   */
  @Described("Views of the post ever")
  long views(
      @Described(name = "post", value = "1 to 32 characters of A-Z a-z 0-9 _ -") String post);

  /**
   * The most viewed posts now, the most viewed first.
   *
   * @param limit the most posts to return, 1 to 1000
   * @throws IllegalArgumentException when the limit is out of range
   */
  @Described("The most viewed posts now, over all nodes, the most viewed first")
  List<TopPost> topPosts(
      @Described(name = "limit", value = "the most posts to return, 1 to 1000") int limit);

  /**
   * Refuses new sockets and closes the open ones with 1012, spread over the time given, so that
   * clients reconnect to other nodes and not all at once.
   *
   * @param seconds 0 to 3600
   * @return how many sockets are being closed
   * @throws IllegalArgumentException when the time is out of range
   */
  @Described(
      "Closes all sockets with 1012, spread over the time, refuses new ones, and returns how many there are")
  int drain(@Described(name = "seconds", value = "over how long, 0 to 3600") int seconds);

  /**
   * Closes the sockets of this node that view the post, with 1012; their clients may come back.
   *
   * @return how many were closed
   * @throws IllegalArgumentException when it is not a post: 1 to 32 characters of {@code A-Z a-z
   *     0-9 _ -}
   */
  @Described(
      "Closes this node's sockets that view the post, with 1012, and returns how many; their clients may come back")
  int disconnect(
      @Described(name = "post", value = "1 to 32 characters of A-Z a-z 0-9 _ -") String post);
}
