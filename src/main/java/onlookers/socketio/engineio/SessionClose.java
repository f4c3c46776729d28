package onlookers.socketio.engineio;

import java.util.List;
import onlookers.socketio.codec.EnginePacket;

/**
 * How a session ends.
 *
 * @param orderly whether somebody wanted it, rather than that the client got lost
 * @param lastMessages messages that are still to be sent
 * @param lastPacket ends the poll that waits
 * @param lingering whether a poll that comes a little later still receives all that
 * @param closeCode closes the WebSocket (RFC 6455, section 7.4)
 * @param reason goes with it; no stranger's words
 */
record SessionClose(
    boolean orderly,
    List<EnginePacket> lastMessages,
    EnginePacket lastPacket,
    boolean lingering,
    int closeCode,
    String reason) {
  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int TOO_BIG = 1009;
  private static final int FAILURE = 1011;
  private static final int RESTART = 1012;

  /** The client sent a close packet. */
  static final SessionClose BY_CLIENT =
      new SessionClose(true, List.of(), EnginePacket.NOOP, true, NORMAL, "closed by the client");

  /** The client's WebSocket broke, or a request of his that brought packets. */
  static final SessionClose LOST = ended(false, GOING_AWAY, "lost");

  /** Something failed here, so that the client may have missed a packet. */
  static final SessionClose FAILED = ended(false, FAILURE, "a failure of the server");

  /** The client gave no sign of life. */
  static final SessionClose SILENT = ended(false, GOING_AWAY, "silent for too long");

  /** The client does not read what it asks for. */
  static final SessionClose SLOW = ended(false, GOING_AWAY, "too slow");

  /** The client does not speak the protocol. */
  static final SessionClose BROKEN = ended(true, PROTOCOL_ERROR, "not of the protocol");

  /** The client sends more at once than a payload may hold. */
  static final SessionClose TOO_LONG = ended(true, TOO_BIG, "longer than maxPayload");

  /** The server stops. */
  static final SessionClose STOPPED =
      byApplication(List.of(), RESTART, "the server is going away: reconnect");

  private static SessionClose ended(boolean orderly, int code, String reason) {
    return new SessionClose(orderly, List.of(), EnginePacket.CLOSE, false, code, reason);
  }

  /** The application ends the session. */
  static SessionClose byApplication(List<EnginePacket> lastMessages, int code, String reason) {
    return new SessionClose(true, lastMessages, EnginePacket.CLOSE, true, code, reason);
  }
}
