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
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.HostAndPort;

/**
 * Says of a server with which nobody could talk whether it speaks TLS where {@code redis.uri} says
 * that it does not, or the other way round. Neither end can tell by itself: each waits for the
 * other to go on, or breaks off. Or whether it wants a certificate of its clients: it says so after
 * the client has gone on, which then mostly hears that the connection is broken.
 */
final class ServerProbe {
  /** What a reply of Redis begins with: a status, or an error such as {@code NOAUTH}. */
  private static final Set<Integer> REPLIES = Set.of((int) '+', (int) '-');

  /** What a TLS server says first (RFC 8446, 5.1): an alert, or its part of the handshake. */
  private static final Set<Integer> RECORDS = Set.of(21, 22);

  /** The alert by which TLS 1.3 says it (RFC 8446, 6.2), as the JDK names it. */
  private static final String WANTS_CERTIFICATE = "certificate_required";

  private final Optional<SSLSocketFactory> tls;
  private final String other;
  private final Duration timeout;

  /**
   * A probe that opens one connection to a server, or two.
   *
   * @param tls how servers were spoken to in vain
   * @param other how the address begins where it is the other way round
   * @param timeout how long to wait for a connection, and for the first byte
   */
  ServerProbe(Tls tls, String other, Duration timeout) {
    this.tls = tls.sockets();
    this.other = other;
    this.timeout = timeout;
  }

  /** What is wrong, and what would be right; nothing when it is not that. */
  Optional<String> mismatch(HostAndPort address) {
    if (tls.isEmpty()) {
      return answers(address, hello(), RECORDS)
          ? Optional.of(wrongScheme("TLS"))
          : Optional.empty();
    }
    if (answers(address, "PING\r\n".getBytes(US_ASCII), REPLIES)) {
      return Optional.of(wrongScheme("no TLS"));
    }
    return tls.filter(sockets -> wantsCertificate(address, sockets))
        .map(
            sockets ->
                "this server wants a certificate of its clients: right is its setting"
                    + " tls-auth-clients no; or the JVM's javax.net.ssl.keyStore, and no redis.ca");
  }

  private String wrongScheme(String spoken) {
    return "this server speaks " + spoken + ": right is an address that begins with " + other;
  }

  private boolean answers(HostAndPort address, byte[] words, Set<Integer> firsts) {
    try (Socket socket = connect(address)) {
      OutputStream out = socket.getOutputStream();
      out.write(words);
      out.flush();
      return firsts.contains(socket.getInputStream().read());
    } catch (IOException e) {
      return false; // then it is something else that is wrong
    }
  }

  /** Only listens after the handshake: a server that is content waits as well. */
  private boolean wantsCertificate(HostAndPort address, SSLSocketFactory sockets) {
    try (Socket socket = connect(address);
        Socket encrypted =
            sockets.createSocket(socket, address.getHost(), address.getPort(), true)) {
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
