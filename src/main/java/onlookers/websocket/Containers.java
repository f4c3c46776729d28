package onlookers.websocket;

import jakarta.websocket.Session;

/**
 * What is different on Tomcat, where no API says it: by the names that Tomcat gives to it. On other
 * servers these names mean nothing. The executable WAR's own Tomcat is spoken to by its classes, in
 * {@code standalone}.
 */
public final class Containers {
  /** May the request be answered later? Tomcat's own servlet, for files, does not say so itself. */
  public static final String ASYNC_SUPPORTED = "org.apache.catalina.ASYNC_SUPPORTED";

  /** Tomcat's RemoteIpValve sets it to true where it believed a proxy; no client can. */
  public static final String FORWARDED = "org.apache.tomcat.request.forwarded";

  private static final String SERVER_INFO = "Apache Tomcat/";
  private static final String WEBSOCKET = "org.apache.tomcat.websocket";

  /** How many bytes each buffer of a WebSocket has at first; a system property. */
  public static final String BUFFER_SIZE = WEBSOCKET + ".DEFAULT_BUFFER_SIZE";

  /** How long, in milliseconds, a ping or a close may wait for a client that does not read. */
  static final String BLOCKING_SEND_TIMEOUT = WEBSOCKET + ".BLOCKING_SEND_TIMEOUT";

  /**
   * How long, in milliseconds, the close frame may wait that answers what is no frame, no text or
   * too much. It waits for the frame before it to be reported as sent, which another thread does:
   * with Tomcat's 50 ms a busy machine cuts three of a hundred clients off without a word why.
   */
  static final String ABNORMAL_CLOSE_SEND_TIMEOUT =
      WEBSOCKET + ".ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

  /** How long, in milliseconds, a client may take to answer our close frame. */
  static final String SESSION_CLOSE_TIMEOUT = WEBSOCKET + ".SESSION_CLOSE_TIMEOUT";

  private Containers() {}

  /**
   * Whether the server is a Tomcat.
   *
   * @param serverInfo as its servlet context says it
   */
  public static boolean isTomcat(String serverInfo) {
    return serverInfo.startsWith(SERVER_INFO);
  }

  /** Whether the WebSocket is a Tomcat's. */
  static boolean isTomcat(Session socket) {
    return socket.getClass().getPackageName().startsWith(WEBSOCKET);
  }
}
