package onlookers.standalone.engine;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.apache.tomcat.websocket.server.WsHttpUpgradeHandler;

/**
 * What a {@link PongReader} needs.
 *
 * @param frame what reads the frames of an upgrade handler
 * @param state how far it is with one
 * @param input what it has read and not yet looked at
 */
record ReaderFields(VarHandle frame, VarHandle state, VarHandle input) {
  private static final String BETWEEN_FRAMES = "NEW_FRAME";

  /** Whether the handler has begun to read no frame. */
  boolean isBetweenFrames(WsHttpUpgradeHandler handler) {
    Object reader = frame.get(handler);
    return state.getVolatile(reader).toString().equals(BETWEEN_FRAMES)
        && !((ByteBuffer) input.get(reader)).hasRemaining();
  }
}
