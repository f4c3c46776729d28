package onlookers.socketio.codec;

/**
 * The packets of one HTTP body.
 *
 * @param contentType to be sent exactly so: clients 2.x compare it
 * @param body the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too long to be copied
public record Payload(String contentType, byte[] body) {
  static final String TEXT = "text/plain; charset=UTF-8";
  static final String BINARY = "application/octet-stream";

  /** Whether a request of that content type holds the binary framing of version 3. */
  public static boolean isBinary(String contentType) {
    return contentType.startsWith(BINARY);
  }
}
