package onlookers.socketio.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import onlookers.protocol.FrameAssembly;
import onlookers.socketio.codec.BadPacketException;
import onlookers.socketio.codec.EnginePacketReader;
import onlookers.websocket.LateFrames;
import org.jspecify.annotations.Nullable;

/**
 * Reads one client's WebSocket: puts its messages together from the parts in which the container
 * hands them over, so that no container needs a buffer as long as the longest message for each
 * connection.
 */
final class SocketReader {
  private final EngineSession session;
  private final EngineSocket socket;
  private final int maxPayload;
  private final FrameAssembly texts;
  private final LateFrames late;
  private @Nullable ByteArrayOutputStream bytes;
  private int emptyParts;

  SocketReader(EngineSession session, EngineSocket socket, int maxPayload, LateFrames late) {
    this.session = session;
    this.socket = socket;
    this.maxPayload = maxPayload;
    this.texts = new FrameAssembly(maxPayload);
    this.late = late;
  }

  void text(String part, boolean last) {
    noteLate();
    if (!texts.accept(part, last)) {
      session.refuse(socket, SessionClose.TOO_LONG);
    } else if (last) {
      receive(texts.take(part));
    }
  }

  private void noteLate() {
    if (socket.isEnding()) {
      late.add();
    }
  }

  private void receive(String text) {
    try {
      session.receive(socket, EnginePacketReader.read(text, session.protocol()));
    } catch (BadPacketException e) {
      session.refuse(socket, SessionClose.BROKEN);
    }
  }

  void bytes(ByteBuffer part, boolean last) {
    noteLate();
    ByteArrayOutputStream message = bytes == null ? new ByteArrayOutputStream() : bytes;
    bytes = message;
    emptyParts += part.hasRemaining() || last ? 0 : 1; // a message of nothing but those ends, too
    if (message.size() + emptyParts + part.remaining() > maxPayload) {
      session.refuse(socket, SessionClose.TOO_LONG);
      return;
    }
    byte[] content = new byte[part.remaining()];
    part.get(content);
    message.writeBytes(content);
    if (last) {
      bytes = null;
      emptyParts = 0;
      receive(ByteBuffer.wrap(message.toByteArray()));
    }
  }

  private void receive(ByteBuffer content) {
    try {
      session.receive(socket, EnginePacketReader.read(content, session.protocol()));
    } catch (BadPacketException e) {
      session.refuse(socket, SessionClose.BROKEN);
    }
  }

  void closed(boolean byCloseFrame) {
    session.closed(socket, byCloseFrame);
  }
}
