package onlookers.websocket.engineio;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.function.Consumer;
import onlookers.protocol.socketio.EnginePacket;
import onlookers.protocol.socketio.EngineProtocol;

/** A WebSocket of whichever container, and how packets are spelled on it. */
final class WebSocketChannel implements Channel {
  private static final System.Logger LOG = System.getLogger(WebSocketChannel.class.getName());

  private final Session socket;
  private final EngineProtocol protocol;
  private final boolean base64;

  /**
   * @param base64 whether the client cannot receive bytes
   */
  WebSocketChannel(Session socket, EngineProtocol protocol, boolean base64) {
    this.socket = socket;
    this.protocol = protocol;
    this.base64 = base64;
  }

  @Override
  public void send(EnginePacket packet, Consumer<Boolean> done) {
    SendHandler handler = result -> done.accept(result.isOK());
    try {
      byte[] bytes = packet.bytes();
      if (bytes == null || base64) {
        socket.getAsyncRemote().sendText(packet.base64(protocol), handler);
      } else {
        socket.getAsyncRemote().sendBinary(EnginePacket.framed(bytes, protocol), handler);
      }
    } catch (IllegalStateException closed) {
      done.accept(false);
    }
  }

  @Override
  public void close(Farewell last) {
    try {
      socket.close(new CloseReason(CloseCodes.getCloseCode(last.closeCode()), last.reason()));
    } catch (IOException | IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "no goodbye: {0}", e.getClass().getName());
    }
  }
}
