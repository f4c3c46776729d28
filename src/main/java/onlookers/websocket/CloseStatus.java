package onlookers.websocket;

/**
 * Why we end a connection (RFC 6455, section 7.4; 1012 and 1013 from the IANA registry). No
 * stranger's words in it.
 */
public enum CloseStatus {
  /** The session goes on at another socket. */
  SUPERSEDED(1000, "the session goes on at another socket"),
  /** The client has been silent for too long. */
  SILENT(1001, "silent for too long"),
  /** A binary frame. */
  BINARY(1003, "text frames only"),
  /** Not a JSON array that begins with a string. */
  NOT_AN_EVENT(1007, "not a JSON array that begins with a string"),
  /** More frames than {@code limit.messages}, or more answers than the client takes. */
  TOO_MANY_MESSAGES(1008, "too many messages"),
  /** A ticket was refused three times. */
  BAD_TICKETS(1008, "tickets refused"),
  /** The frame is longer than a frame may be. */
  TOO_LONG(1009, "a frame has at most 8192 bytes"),
  /** The server goes, or sends its clients elsewhere. */
  RESTART(1012, "the server is going away: reconnect"),
  /** A limit of sockets is reached. */
  FULL(1013, "full: try again later");

  private final int code;
  private final String reason;

  CloseStatus(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** Whether coming back at once would end the same way. */
  public boolean isForGood() {
    return switch (this) {
      case SUPERSEDED, BINARY, TOO_MANY_MESSAGES, BAD_TICKETS, TOO_LONG -> true;
      case SILENT, NOT_AN_EVENT, RESTART, FULL -> false;
    };
  }

  /** The status code of the close frame (RFC 6455, section 7.4). */
  public int code() {
    return code;
  }

  /** The reason in the close frame: ASCII, at most 123 bytes (RFC 6455, section 5.5.1). */
  public String reason() {
    return reason;
  }
}
