package onlookers.websocket;

import jakarta.websocket.Session;
import java.time.Duration;

/** How long a socket waits for its client, whichever wire it carries. */
public final class SocketTimeouts {
  /** A client that does not answer our close frame is cut off after that. */
  private static final Long SESSION_CLOSE_MILLIS = 2_000L; // one for all sockets

  /** So long a client that does not read may hold a thread of a Tomcat that is not ours. */
  private static final Long BLOCKING_SEND_MILLIS = 250L;

  /**
   * Tomcat keeps the limit of a ping for the frames that follow it, unless they have one of their
   * own: a day, because a slow reader is not late, and the heartbeat ends a dead one.
   */
  private static final long FRAME_MILLIS = Duration.ofDays(1).toMillis();

  private SocketTimeouts() {}

  /** Sets all limits of a socket that has just opened. */
  public static void limit(Session socket) {
    socket.setMaxIdleTimeout(0); // a heartbeat decides
    socket.getUserProperties().put(Containers.BLOCKING_SEND_TIMEOUT, BLOCKING_SEND_MILLIS);
    socket.getUserProperties().put(Containers.ABNORMAL_CLOSE_SEND_TIMEOUT, BLOCKING_SEND_MILLIS);
    socket.getUserProperties().put(Containers.SESSION_CLOSE_TIMEOUT, SESSION_CLOSE_MILLIS);
    if (Containers.isTomcat(socket)) {
      socket.getAsyncRemote().setSendTimeout(FRAME_MILLIS);
    }
  }
}
