package onlookers.redis.connect;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import onlookers.config.RedisUri;
import onlookers.config.TrustedCertificates;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/**
 * How connections to Redis and to sentinels are encrypted: not at all, or by TLS, and then the
 * server's certificate must be trusted and hold the host name that was connected to. One for a
 * node: its connections resume each other's TLS sessions.
 */
final class Tls {
  private final @Nullable SSLSocketFactory sockets;

  private Tls(@Nullable SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  /**
   * As the settings say.
   *
   * @param uri says whether there is TLS at all
   * @param trusted whom to trust instead of those whom the JVM trusts
   */
  static Tls of(RedisUri uri, Optional<TrustedCertificates> trusted) {
    if (!uri.tls()) {
      return new Tls(null);
    }
    return new Tls(
        trusted
            .map(file -> trusting(file.certificates()))
            .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault()));
  }

  /**
   * Makes connections so.
   *
   * @return the same builder
   */
  // What is not deprecated, SslOptions, reads the trust store anew for every connection.
  @SuppressWarnings("deprecation")
  DefaultJedisClientConfig.Builder applyTo(DefaultJedisClientConfig.Builder config) {
    if (sockets == null) {
      return config;
    }
    return config.ssl(true).sslSocketFactory(sockets).sslParameters(parameters());
  }

  private static SSLParameters parameters() {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the check of the host's name
    return parameters;
  }

  /** Whether there is TLS. */
  boolean isOn() {
    return sockets != null;
  }

  /**
   * Encrypts a connection likewise, from the first read or write on. The result, when it is closed,
   * closes that too.
   *
   * @throws IllegalStateException without TLS
   */
  Socket encrypt(Socket connection, HostAndPort address) throws IOException {
    if (sockets == null) {
      throw new IllegalStateException("there is no TLS");
    }
    SSLSocket encrypted =
        (SSLSocket) sockets.createSocket(connection, address.getHost(), address.getPort(), true);
    encrypted.setSSLParameters(parameters());
    return encrypted;
  }

  private static SSLSocketFactory trusting(List<X509Certificate> certificates) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM has no TLS: " + e.getMessage(), e);
    }
  }
}
