package onlookers.protocol;

import onlookers.presence.Refusal;
import org.jspecify.annotations.Nullable;

/** Never: the frame cannot be carried out, now or later. */
public final class BadFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable Refusal refusal;

  private BadFrameException(@Nullable Refusal refusal, String message) {
    super(
        message, null, false,
        false); // thrown for whatever a stranger sends: a stack trace would be wasted
    this.refusal = refusal;
  }

  /** The frame is not of the protocol at all: the connection is to be closed. */
  static BadFrameException broken(String message) {
    return new BadFrameException(null, message);
  }

  /** The frame is understood and refused: the connection goes on. */
  static BadFrameException refused(Refusal refusal, String message) {
    return new BadFrameException(refusal, message);
  }

  /** The event is known, and its arguments do not fit: the connection goes on. */
  static BadFrameException wrongArguments(String message) {
    return refused(Refusal.BAD_FRAME, message);
  }

  /** How the wire names it, or {@code null} when the connection is to be closed. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** What is wrong, in words that hold nothing of what the client sent. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
