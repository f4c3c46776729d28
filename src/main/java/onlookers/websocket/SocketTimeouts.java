package onlookers.websocket;

import jakarta.websocket.Session;
import java.time.Duration;

/** How long a socket waits for its client, whichever wire it carries. */
public final class SocketTimeouts {
  private static final String TOMCAT = "org.apache.tomcat.websocket";

  /** Tomcat's name for how long a ping or a close may wait for a reader that does not read. */
  private static final String TOMCAT_BLOCKING_SEND_TIMEOUT = TOMCAT + ".BLOCKING_SEND_TIMEOUT";

  /**
   * Tomcat's name for how long the close frame may wait that answers what is no frame, no text or
   * too much. It waits for the frame before it to be told of as sent, which another thread does:
   * with Tomcat's 50 ms a busy machine cuts three of a hundred clients off without a word why.
   */
  private static final String TOMCAT_ABNORMAL_CLOSE_SEND_TIMEOUT =
      TOMCAT + ".ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

  /**
   * Tomcat's name for how long a client may take to answer our close frame before it is cut off.
   */
  private static final String TOMCAT_SESSION_CLOSE_TIMEOUT = TOMCAT + ".SESSION_CLOSE_TIMEOUT";

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
    socket.getUserProperties().put(TOMCAT_BLOCKING_SEND_TIMEOUT, BLOCKING_SEND_MILLIS);
    socket.getUserProperties().put(TOMCAT_ABNORMAL_CLOSE_SEND_TIMEOUT, BLOCKING_SEND_MILLIS);
    socket.getUserProperties().put(TOMCAT_SESSION_CLOSE_TIMEOUT, SESSION_CLOSE_MILLIS);
    if (socket.getClass().getPackageName().startsWith(TOMCAT)) {
      socket.getAsyncRemote().setSendTimeout(FRAME_MILLIS);
    }
  }
}
