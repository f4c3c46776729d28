package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import onlookers.config.RedisUri;
import onlookers.config.TrustedCertificates;
import onlookers.fixture.PrivateCa;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class TlsTest {
  private static final String ADDRESS = "127.0.0.1";
  private static @TempDir Path folder;
  private static Optional<TrustedCertificates> trusted = Optional.empty();
  private static SSLContext server;
  private static SSLContext elsewhere;

  @BeforeAll
  @Timeout(120) // each keytool is a JVM of its own
  static void makeCertificates() {
    PrivateCa ca = PrivateCa.in(folder);
    server = ca.issue("server", "dns:localhost", "ip:" + ADDRESS).context();
    elsewhere = ca.issue("elsewhere", "dns:elsewhere.example").context();
    trusted = Optional.of(TrustedCertificates.read(ca.certificate().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", ADDRESS})
  void aServerOfTheFilesAuthorityIsTrusted(String host) throws Exception {
    assertThat(ping("rediss://" + host, trusted, server)).isEqualTo("PONG");
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() {
    assertThatThrownBy(() -> ping("rediss://" + ADDRESS, trusted, elsewhere))
        .isInstanceOf(JedisConnectionException.class)
        .hasStackTraceContaining("No subject alternative names");
  }

  @Test
  void withoutTheFileNobodyIsTrustedWhomTheJvmDoesNotTrust() {
    assertThatThrownBy(() -> ping("rediss://" + ADDRESS, Optional.empty(), server))
        .isInstanceOf(JedisConnectionException.class)
        .hasStackTraceContaining("unable to find valid certification path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://h", "redis+sentinel://h/m", "redis+cluster://h"})
  void withoutTlsNothingIsEncrypted(String uri) {
    DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder();
    Tls tls = Tls.of(RedisUri.parse(uri), trusted);
    assertThat(tls.applyTo(config)).isSameAs(config);
    assertThat(config.build()).matches(built -> !built.isSsl());
  }

  private static String ping(
      String uri, Optional<TrustedCertificates> trusted, SSLContext certificate) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket listener =
        certificate.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      Thread answering = new Thread(() -> answerOne(listener), "onlookers-test-tls-server");
      answering.start();
      RedisUri redis = RedisUri.parse(uri + ":" + listener.getLocalPort());
      try (Jedis jedis = connect(redis, Tls.of(redis, trusted))) {
        return jedis.ping();
      }
    }
  }

  private static Jedis connect(RedisUri uri, Tls tls) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .resp2()
            .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
            .timeoutMillis(10_000);
    RedisUri.Address address = uri.addresses().get(0);
    return new Jedis(new HostAndPort(address.host(), address.port()), tls.applyTo(config).build());
  }

  private static void answerOne(ServerSocket listener) {
    try (Socket client = listener.accept()) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("HELLO")) {
          client.getOutputStream().write("*2\r\n$5\r\nproto\r\n:2\r\n".getBytes(US_ASCII));
        } else if (line.equals("PING")) {
          client.getOutputStream().write("+PONG\r\n".getBytes(US_ASCII));
        }
      }
    } catch (IOException refused) {
      // the client has said why
    }
  }
}
