package onlookers.socketio.engineio;

import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.socketio.codec.EngineError;
import org.jspecify.annotations.Nullable;

/**
 * One request that brings packets, of which a session takes one at a time. However the request
 * ends, it ends here once, and the session may take the next one: with its packets, or, where they
 * do not come, with the session. Whatever comes after that changes nothing.
 */
public final class Posting implements AutoCloseable {
  private final PacketReceiver receiver;
  private final @Nullable EngineError refusal;
  private final AtomicBoolean over;

  /**
   * @param refusal why the request is refused, {@code null} when it is not
   */
  Posting(PacketReceiver receiver, @Nullable EngineError refusal) {
    this.receiver = receiver;
    this.refusal = refusal;
    this.over = new AtomicBoolean(refusal != null);
  }

  /** Why the request is refused, whatever its body; {@code null} when it is not. */
  public @Nullable EngineError refusal() {
    return refusal;
  }

  /**
   * The body has come.
   *
   * @param binary whether it is the binary framing of version 3
   * @return what the request is answered with, {@code null} for {@code ok}
   */
  public @Nullable EngineError deliver(boolean binary, byte[] body) {
    return end() ? receiver.posted(binary, body) : EngineError.BAD_REQUEST;
  }

  /** The body is longer than a payload may be: ends the session. */
  public void overflow() {
    if (end()) {
      receiver.postFailed(SessionClose.TOO_LONG);
    }
  }

  /** Nothing more comes. If the body has not, packets are missing, and the session is lost. */
  @Override
  public void close() {
    if (end()) {
      receiver.postFailed(SessionClose.LOST);
    }
  }

  private boolean end() {
    return over.compareAndSet(false, true);
  }
}
