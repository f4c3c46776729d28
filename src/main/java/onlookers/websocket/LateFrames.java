package onlookers.websocket;

import jakarta.websocket.Session;

/**
 * What one client sends after it was sent away. An engine that is not ours reads on until the
 * client has answered our close frame, in a thread that does nothing else while more keeps coming:
 * so fifty sockets that flood and do not read keep a server from everybody for seconds. From
 * whoever sends on and on nothing is taken any more.
 *
 * <p>Not thread safe: frames of one socket come one after the other.
 */
public final class LateFrames {
  /**
   * Frames that may be under way when a client is sent away: it is to receive the reason, all the
   * same.
   */
  public static final int MAX = 1_000;

  /** Name of the user property that holds them. */
  private static final String PROPERTY = "onlookers.lateFrames";

  private final Session socket;
  private int count;

  public LateFrames(Session socket) {
    this.socket = socket;
  }

  /** Those of the socket, which has none until the first has come: few ever have. */
  static LateFrames of(Session socket) {
    return (LateFrames)
        socket.getUserProperties().computeIfAbsent(PROPERTY, key -> new LateFrames(socket));
  }

  /**
   * One more has come.
   *
   * @throws IllegalStateException after {@value #MAX} of them, for the container: what a message
   *     handler throws ends the socket on Tomcat at once, with 1002 if it is not closed, and is no
   *     harm elsewhere
   */
  public void add() {
    if (count < MAX) {
      count++;
    } else if (ClosingSockets.closeNow(socket)) {
      throw new IllegalStateException("it has ended");
    }
  }
}
