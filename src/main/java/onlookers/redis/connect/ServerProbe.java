package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import redis.clients.jedis.HostAndPort;

/**
 * Says of a server with which nobody could talk whether it speaks TLS where {@code redis.uri} says
 * that it does not, or the other way round. Neither end can tell by itself: each waits for the
 * other to go on, or breaks off. Or whether it wants a certificate of its clients: it says so after
 * the client has gone on, which then mostly hears that the connection is broken.
 */
final class ServerProbe {
  private static final byte[] PING = "PING\r\n".getBytes(US_ASCII);

  /** What a reply of Redis begins with: a status, or an error such as {@code NOAUTH}. */
  private static final Set<Integer> REPLIES = Set.of((int) '+', (int) '-');

  /** What a TLS server says first (RFC 8446, 5.1): an alert, or its part of the handshake. */
  private static final Set<Integer> RECORDS = Set.of(21, 22);

  /** The alert by which TLS 1.3 says it (RFC 8446, 6.2), as the JDK names it. */
  private static final String WANTS_CERTIFICATE = "certificate_required";

  private final Tls tls;
  private final String other;
  private final Duration timeout;

  /**
   * A probe that opens one connection to a server, and another one where that was answered.
   *
   * @param tls how servers were spoken to in vain
   * @param other how the address begins where it is the other way round
   * @param timeout how long to wait for a connection, and for each part of an answer
   */
  ServerProbe(Tls tls, String other, Duration timeout) {
    this.tls = tls;
    this.other = other;
    this.timeout = timeout;
  }

  /** What is wrong, and what would be right; nothing when it is not that. */
  Optional<String> mismatch(HostAndPort address) {
    OptionalInt first = firstByte(address, tls.isOn() ? PING : hello());
    if (first.isEmpty()) {
      return Optional.empty(); // then it is something else that is wrong
    }
    if ((tls.isOn() ? REPLIES : RECORDS).contains(first.getAsInt())) {
      return Optional.of(
          "this server speaks "
              + (tls.isOn() ? "no TLS" : "TLS")
              + ": right is an address that begins with "
              + other);
    }
    return tls.isOn() && wantsCertificate(address)
        ? Optional.of(
            "this server wants a certificate of its clients: right is the JVM's"
                + " javax.net.ssl.keyStore, and no redis.ca; or its own setting tls-auth-clients no")
        : Optional.empty();
  }

  /**
   * What it answers first, -1 when it breaks off; nothing when it cannot be reached, or does not
   * answer in time.
   */
  private OptionalInt firstByte(HostAndPort address, byte[] words) {
    try (Socket socket = connect(address)) {
      return OptionalInt.of(firstByte(socket, words));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static int firstByte(Socket socket, byte[] words) throws SocketTimeoutException {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(words);
      out.flush();
      return socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return -1;
    }
  }

  /** Only listens after the handshake: a server that is content waits as well. */
  private boolean wantsCertificate(HostAndPort address) {
    try (Socket socket = connect(address);
        Socket encrypted = tls.encrypt(socket, address)) {
      encrypted.getInputStream().read();
      return false;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).contains(WANTS_CERTIFICATE);
    }
  }

  private Socket connect(HostAndPort address) throws IOException {
    Socket socket = new Socket();
    try {
      int millis = (int) timeout.toMillis();
      socket.setSoTimeout(millis);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), millis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
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
