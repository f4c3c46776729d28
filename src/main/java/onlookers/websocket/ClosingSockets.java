package onlookers.websocket;

import jakarta.websocket.Session;

/** Sockets that are about to be closed: the executable WAR's engine reads no more of them. */
public final class ClosingSockets {
  /**
   * Name of the user property that tells an engine of ours that the socket is about to be closed,
   * so that it need not take in whatever a client sends meanwhile.
   */
  public static final String ENDING = "onlookers.ending";

  private static final System.Logger LOG = System.getLogger(ClosingSockets.class.getName());

  private ClosingSockets() {}

  /** Tells the engine so. Never throws, whatever has become of the socket. */
  public static void ending(Session socket) {
    try {
      socket.getUserProperties().put(ENDING, true);
    } catch (RuntimeException e) { // it has ended
      LOG.log(System.Logger.Level.DEBUG, "no properties any more", e);
    }
  }
}
