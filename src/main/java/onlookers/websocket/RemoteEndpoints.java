package onlookers.websocket;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import onlookers.runtime.PrivilegedCall;

/**
 * Sending to a socket of whichever container, without waiting. Tomcat reports on another thread how
 * it went, for which its pool may grow, and starts a thread at the first message.
 */
public final class RemoteEndpoints {
  private static final PrivilegedCall SEND_TEXT =
      PrivilegedCall.of(RemoteEndpoint.Async.class, "sendText", String.class, SendHandler.class);
  private static final PrivilegedCall SEND_BINARY =
      PrivilegedCall.of(
          RemoteEndpoint.Async.class, "sendBinary", ByteBuffer.class, SendHandler.class);

  private RemoteEndpoints() {}

  /** Sends a text. Throws what the container likes when the socket has closed. */
  public static void sendText(Session socket, String text, SendHandler outcome) {
    SEND_TEXT.invoke(socket.getAsyncRemote(), text, outcome);
  }

  /** Sends bytes. Throws what the container likes when the socket has closed. */
  public static void sendBinary(Session socket, ByteBuffer bytes, SendHandler outcome) {
    SEND_BINARY.invoke(socket.getAsyncRemote(), bytes, outcome);
  }
}
