package onlookers.socketio.codec;

/** Why a request is refused, with the reference server's codes and words. */
public enum EngineError {
  /** {@code transport} is neither polling nor websocket. */
  UNKNOWN_TRANSPORT(400, 0, "Transport unknown"),
  /** {@code sid} names no session. */
  UNKNOWN_SID(400, 1, "Session ID unknown"),
  /** A session begins with a GET. */
  BAD_HANDSHAKE_METHOD(400, 2, "Bad handshake method"),
  /** The request does not fit the session, or is no Engine.IO. */
  BAD_REQUEST(400, 3, "Bad request"),
  /** JSONP can be read by every site, since a script is loaded without an {@code Origin}. */
  JSONP(400, 3, "JSONP polling is not supported"),
  /** The page's origin is not allowed. */
  FORBIDDEN(403, 4, "Forbidden"),
  /** {@code EIO} is neither 3 nor 4. */
  UNSUPPORTED_PROTOCOL(400, 5, "Unsupported protocol version"),
  /** The payload is longer than a payload may be; the reference server sends the status alone. */
  TOO_LARGE(413, 3, "Payload too large"),
  /** A limit of sessions is reached. */
  FULL(503, 3, "Full: try again later"),
  /** The server stops, or sends its clients elsewhere. */
  GOING_AWAY(503, 3, "The server is going away: reconnect");

  private final int status;
  private final int code;
  private final String message;

  EngineError(int status, int code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What the client is sent. */
  public String message() {
    return message;
  }

  /** The body: {@code {"code":1,"message":"Session ID unknown"}}. */
  public String json() {
    return "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
  }
}
