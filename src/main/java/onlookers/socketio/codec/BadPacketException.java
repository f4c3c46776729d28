package onlookers.socketio.codec;

/** What a client sent is not of the protocol: its connection is to be closed. */
public final class BadPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, in words that hold nothing of what the client sent
   */
  BadPacketException(String message) {
    super(message, null, false, false); // for whatever a stranger sends: no stack trace
  }
}
