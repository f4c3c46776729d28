package onlookers.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A WebSocket of whichever container. */
final class WebSocketWire implements Wire {
  private static final System.Logger LOG = System.getLogger(WebSocketWire.class.getName());

  /** Tomcat's name for how long a ping or a close may wait for a reader that does not read. */
  private static final String TOMCAT_BLOCKING_SEND_TIMEOUT =
      "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

  /**
   * Tomcat's name for how long a client may take to answer our close frame before it is cut off.
   */
  private static final String TOMCAT_SESSION_CLOSE_TIMEOUT =
      "org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT";

  private static final long SESSION_CLOSE_MILLIS = 2_000;

  private static final long BLOCKING_SEND_MILLIS = 1_000;

  private final Session socket;
  private final SendHandler handler = this::handle;

  /** Of the send under way; there is one at a time, and it is always the same in practice. */
  private volatile Consumer<Boolean> done = ok -> {};

  WebSocketWire(Session socket) {
    this.socket = socket;
    socket.setMaxIdleTimeout(0); // the heartbeat decides
    socket.getUserProperties().put(TOMCAT_BLOCKING_SEND_TIMEOUT, BLOCKING_SEND_MILLIS);
    socket.getUserProperties().put(TOMCAT_SESSION_CLOSE_TIMEOUT, SESSION_CLOSE_MILLIS);
  }

  @Override
  public void send(String text, Consumer<Boolean> done) {
    this.done = done;
    try {
      socket.getAsyncRemote().sendText(text, handler);
    } catch (IllegalStateException closed) {
      done.accept(false);
    }
  }

  private void handle(SendResult result) {
    done.accept(result.isOK());
  }

  @Override
  public void ping() {
    try {
      socket.getBasicRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "no ping: {0}", e.getClass().getName());
    }
  }

  @Override
  public void close(Goodbye goodbye) {
    try {
      socket.close(new CloseReason(CloseCodes.getCloseCode(goodbye.code()), goodbye.reason()));
    } catch (IOException | IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "no goodbye: {0}", e.getClass().getName());
    }
  }
}
