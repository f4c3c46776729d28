package onlookers.bench.load;

import io.netty.buffer.ByteBuf;

/** How a server's readers speak: the same conversation in other bytes. Stateless. */
public interface Dialect {
  /** Where the handshake goes: path and query. */
  String path();

  /** The WebSocket is open: says what comes first, or that the reader is ready. */
  void opened(Reader reader);

  /** The text that says that the reader views the post. */
  String viewing(String post);

  /**
   * Reads one text frame, which lies between the two indexes, and passes what it says to the reader. Not
   * a JSON parser: it knows where the servers put what.
   */
  void text(Reader reader, ByteBuf buffer, int start, int end);
}
