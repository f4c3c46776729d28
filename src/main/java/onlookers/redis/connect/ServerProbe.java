package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import redis.clients.jedis.HostAndPort;

/**
 * Says of a server with which nobody could talk whether it speaks TLS where {@code redis.uri} says
 * that it does not, or the other way round. Neither end can tell by itself: each waits for the
 * other to go on, or breaks off.
 */
final class ServerProbe {
  /** What a reply of Redis begins with: a status, or an error such as {@code NOAUTH}. */
  private static final Set<Integer> REPLIES = Set.of((int) '+', (int) '-');

  /** What a TLS server says first (RFC 8446, 5.1): an alert, or its part of the handshake. */
  private static final Set<Integer> RECORDS = Set.of(21, 22);

  private final boolean tls;
  private final String other;
  private final Duration timeout;

  /**
   * A probe that opens one connection to a server.
   *
   * @param tls whether TLS was spoken in vain
   * @param other how the address begins where it is the other way round
   * @param timeout how long to wait for a connection, and for the first byte
   */
  ServerProbe(boolean tls, String other, Duration timeout) {
    this.tls = tls;
    this.other = other;
    this.timeout = timeout;
  }

  /** What is wrong, and what would be right; nothing when it is not that. */
  Optional<String> mismatch(HostAndPort address) {
    boolean isMismatch =
        tls
            ? answers(address, "PING\r\n".getBytes(US_ASCII), REPLIES)
            : answers(address, hello(), RECORDS);
    return isMismatch
        ? Optional.of(
            "this server speaks "
                + (tls ? "no TLS" : "TLS")
                + ": right is an address that begins with "
                + other)
        : Optional.empty();
  }

  private boolean answers(HostAndPort address, byte[] words, Set<Integer> firsts) {
    try (Socket socket = new Socket()) {
      int millis = (int) timeout.toMillis();
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), millis);
      OutputStream out = socket.getOutputStream();
      out.write(words);
      out.flush();
      return firsts.contains(socket.getInputStream().read());
    } catch (IOException e) {
      return false; // then it is something else that is wrong
    }
  }

  /** What a TLS client says first. */
  private static byte[] hello() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), record);
      byte[] bytes = new byte[record.flip().remaining()];
      record.get(bytes);
      return bytes;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM has no TLS: " + e.getMessage(), e);
    }
  }
}
