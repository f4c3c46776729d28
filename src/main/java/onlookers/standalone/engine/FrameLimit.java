package onlookers.standalone.engine;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Extension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import onlookers.websocket.ClosingSockets;
import org.apache.tomcat.websocket.Constants;
import org.apache.tomcat.websocket.MessagePart;
import org.apache.tomcat.websocket.Transformation;
import org.apache.tomcat.websocket.TransformationResult;
import org.apache.tomcat.websocket.WsIOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one client sends without saying anything, which Tomcat passes on to nobody who could:
 * a message in more than {@value #MAX_FRAGMENTS} fragments ends the socket with 1009, more than
 * {@value #MAX_PONGS} pongs in 25 s with 1008. Whoever is being sent away and sends on goes at
 * once, with the reason that was to be his. Changes nothing of what is sent.
 */
final class FrameLimit implements Transformation {
  /** As many as an event has bytes. */
  static final int MAX_FRAGMENTS = 8_192;

  /** The server asks for one in that time. */
  static final int MAX_PONGS = 100;

  private static final Duration WINDOW = Duration.ofSeconds(25);

  /** Frames that may be under way when a client is sent away. */
  static final int MAX_LATE = 10;

  private final LongSupplier nanoTime;

  /** What an extension does with each frame, and what follows it. */
  private final @Nullable Transformation extension;

  private @Nullable Transformation next;
  private Map<String, Object> properties = Map.of();
  private int late;
  private int fragments;
  private int pongs;
  private long windowStartNanos;
  private @Nullable CloseReason excess;

  /**
   * @param extension what else is done with frames, if anything is
   * @param nanoTime as {@link System#nanoTime()}
   */
  FrameLimit(@Nullable Transformation extension, LongSupplier nanoTime) {
    this.extension = extension;
    this.nanoTime = nanoTime;
  }

  @Override
  public void setNext(Transformation following) {
    if (extension != null) {
      extension.setNext(following);
    }
    next = extension == null ? following : extension;
  }

  /** Those of the session, in which {@link ClosingSockets} says whether it is being closed. */
  void properties(Map<String, Object> ofSession) {
    properties = ofSession;
  }

  /** Called once for each frame, before anything of what it holds is read. */
  @Override
  public boolean validateRsv(int rsv, byte opCode) {
    switch (opCode) {
      case Constants.OPCODE_TEXT, Constants.OPCODE_BINARY -> fragments = 1;
      case Constants.OPCODE_CONTINUATION -> countFragment();
      case Constants.OPCODE_PONG -> countPong();
      default -> {}
    }
    CloseReason closing = ClosingSockets.reason(properties);
    if (closing != null && (excess != null || ++late > MAX_LATE)) {
      excess = closing;
    }
    return next().validateRsv(rsv, opCode);
  }

  private void countFragment() {
    if (++fragments > MAX_FRAGMENTS) {
      exceeds(CloseCodes.TOO_BIG, "too many fragments");
    }
  }

  private void countPong() {
    long now = nanoTime.getAsLong();
    if (pongs == 0 || now - windowStartNanos >= WINDOW.toNanos()) {
      windowStartNanos = now;
      pongs = 0;
    }
    if (++pongs > MAX_PONGS) {
      exceeds(CloseCodes.VIOLATED_POLICY, "too many pongs");
    }
  }

  private void exceeds(CloseCode code, String reason) {
    excess = new CloseReason(code, reason);
  }

  @Override
  public TransformationResult getMoreData(byte opCode, boolean fin, int rsv, ByteBuffer to)
      throws IOException {
    if (excess != null) {
      throw new WsIOException(excess);
    }
    return next().getMoreData(opCode, fin, rsv, to);
  }

  private Transformation next() {
    if (next == null) {
      throw new IllegalStateException("no frame is read yet");
    }
    return next;
  }

  @Override
  public boolean validateRsvBits(int bits) {
    return next().validateRsvBits(bits);
  }

  @Override
  public @Nullable Extension getExtensionResponse() {
    return next().getExtensionResponse();
  }

  @Override
  public List<MessagePart> sendMessagePart(List<MessagePart> parts) throws IOException {
    return next().sendMessagePart(parts);
  }

  @Override
  public void close() {
    next().close();
  }
}
