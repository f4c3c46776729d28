package onlookers.socketio.engineio;

/**
 * Receives what one client sends. Its messages come one after the other; the end may come
 * meanwhile. What a method throws is logged, and changes nothing.
 */
public interface MessageHandler {
  /** A message of text. */
  void text(String message);

  /** A message of bytes. */
  void bytes(byte[] message);

  /** Whether nothing that the client says is listened to any more, although it is still there. */
  default boolean isDone() {
    return false;
  }

  /** Whether it waits for nothing any more, so that {@link #tick} need not be called. */
  default boolean isIdle() {
    return false;
  }

  /**
   * Time passes; called every fraction of the ping's times until it {@linkplain #isIdle is idle},
   * and more rarely then; the application says so where it {@linkplain EngineSession#wake is not}
   * any more.
   *
   * @param nowNanos as {@link EngineSession#nanoTime()}
   */
  void tick(long nowNanos);

  /**
   * The session has ended; called once.
   *
   * @param orderly whether somebody wanted it, rather than that the client got lost
   */
  void closed(boolean orderly);
}
