package onlookers.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are about to be closed, once their last frames are out: whatever their clients send
 * meanwhile changes nothing about why.
 */
public final class ClosingSockets {
  /** Name of the user property that holds why, a {@link CloseReason}. */
  private static final String CLOSE_REASON = "onlookers.closeReason";

  private static final System.Logger LOG = System.getLogger(ClosingSockets.class.getName());

  private ClosingSockets() {}

  /** The reason as it goes out. */
  public static CloseReason reason(int code, String phrase) {
    return new CloseReason(CloseCodes.getCloseCode(code), phrase);
  }

  /** The socket is about to be closed. Never throws, whatever has become of it. */
  public static void ending(Session socket, CloseReason why) {
    try {
      socket.getUserProperties().putIfAbsent(CLOSE_REASON, why);
    } catch (RuntimeException e) { // it has ended
      LOG.log(System.Logger.Level.DEBUG, "no properties any more", e);
    }
  }

  /**
   * Why a socket is about to be closed, {@code null} when it is not.
   *
   * @param properties the user properties of the socket
   */
  public static @Nullable CloseReason reason(Map<String, Object> properties) {
    return (CloseReason) properties.get(CLOSE_REASON);
  }

  /**
   * Closes a socket that is about to be closed, whatever still waits for it. May wait a moment for
   * a client that does not read.
   *
   * @return whether it was
   */
  static boolean closeNow(Session socket) {
    CloseReason why = reason(socket.getUserProperties());
    if (why == null) {
      return false;
    }
    try {
      socket.close(why);
    } catch (IOException | RuntimeException e) { // it has ended
      LOG.log(System.Logger.Level.DEBUG, "no close frame: {0}", e.getClass().getName());
    }
    return true;
  }
}
