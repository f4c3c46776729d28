package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import onlookers.config.RedisUri;
import onlookers.config.TrustedCertificates;
import onlookers.fixture.PrivateCa;
import onlookers.fixture.RedisAccess;
import onlookers.fixture.RedisBinary;
import onlookers.fixture.RedisProcess;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** Addresses that are wrong about TLS, and real servers. */
class ServerProbeIT {
  private static @TempDir Path folder;
  private static RedisProcess plain;
  private static RedisProcess secure;
  private static RedisProcess mutual;
  private static RedisProcess old;
  private static RedisProcess client;
  private static TrustedCertificates authority;

  @BeforeAll
  static void start() {
    PrivateCa ca = PrivateCa.in(folder);
    PrivateCa.Identity identity = ca.issue("redis", "ip:127.0.0.1");
    plain = RedisProcess.start();
    secure = RedisProcess.start(RedisBinary.bundled(), RedisAccess.OPEN.withTls(identity));
    mutual = RedisProcess.start(RedisBinary.bundled(), RedisAccess.OPEN.withTls(identity));
    old =
        RedisProcess.start(
            RedisBinary.bundled(),
            RedisAccess.OPEN.withTls(identity),
            "--tls-protocols",
            "TLSv1.1",
            "--tls-ciphers",
            "DEFAULT:@SECLEVEL=0");
    client =
        RedisProcess.start(
            RedisBinary.bundled(),
            RedisAccess.OPEN.withTls(ca.issueForClients("client", "ip:127.0.0.1")));
    try (Jedis jedis = mutual.connect()) {
      jedis.configSet("tls-auth-clients", "yes"); // as Redis has it unless it is told otherwise
    }
    authority = TrustedCertificates.read(identity.authority().toString());
  }

  @AfterAll
  static void stop() {
    plain.close();
    secure.close();
    mutual.close();
    old.close();
    client.close();
  }

  @ParameterizedTest
  @CsvSource({
    "rediss://127.0.0.1:%d, redis://",
    "rediss+sentinel://127.0.0.1:%d/main, redis+sentinel://",
    "rediss+cluster://127.0.0.1:%d, redis+cluster://"
  })
  void aServerWithoutTlsIsSaidToHaveNone(String uri, String right) {
    assertFailure(uri.formatted(plain.port()))
        .hasMessage(
            "127.0.0.1:%d: this server speaks no TLS: right is an address that begins with %s",
            plain.port(), right);
  }

  @ParameterizedTest
  @CsvSource({
    "redis://127.0.0.1:%d, rediss://",
    "redis://:sesame@127.0.0.1:%d, rediss://",
    "redis+sentinel://127.0.0.1:%d/main, rediss+sentinel://",
    "redis+cluster://127.0.0.1:%d, rediss+cluster://"
  })
  void aServerWithTlsIsSaidToHaveIt(String uri, String right) {
    assertFailure(uri.formatted(secure.port()))
        .hasMessage(
            "127.0.0.1:%d: this server speaks TLS: right is an address that begins with %s",
            secure.port(), right);
  }

  @Test
  void aServerThatSaysNothingIsNotGuessedAt() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      assertFailure("rediss://127.0.0.1:" + silent.getLocalPort())
          .hasRootCauseMessage("Read timed out");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rediss://127.0.0.1:%d",
        "rediss+sentinel://127.0.0.1:%d/main",
        "rediss+cluster://127.0.0.1:%d"
      })
  void aServerThatWantsACertificateOfItsClientsIsSaidTo(String uri) {
    RedisUri address = RedisUri.parse(uri.formatted(mutual.port()));
    RedisConnector connector =
        new RedisConnector(address, Optional.of(authority), Optional.empty());
    assertThatThrownBy(() -> connector.connect("test").close())
        .hasMessageContaining(
            "127.0.0.1:%d: this server wants a certificate of its clients: right is the JVM's"
                + " javax.net.ssl.keyStore",
            mutual.port());
  }

  @Test
  void whatAServerOfAnotherNameWantsIsNotSaid() {
    RedisUri address = RedisUri.parse("rediss://localhost:" + mutual.port());
    RedisConnector connector =
        new RedisConnector(address, Optional.of(authority), Optional.empty());
    assertThatThrownBy(() -> connector.connect("test").close())
        .hasMessageContaining("No name matching localhost")
        .hasMessageNotContaining("of its clients");
  }

  @Test
  void aCertificateThatNobodyTrustsIsNoMatterOfTheAddress() {
    assertFailure("rediss://127.0.0.1:" + secure.port())
        .hasStackTraceContaining("unable to find valid certification path");
  }

  @Test
  void ofAServerWithAnOldTlsItIsSaidWhichWouldBeRight() {
    assertThat(adviceOn(old))
        .isEqualTo(
            "Received fatal alert: protocol_version; right is a Redis that speaks TLS 1.2 or 1.3, as"
                + " its setting tls-protocols says");
  }

  @Test
  void ofAServerWithTheCertificateOfAClientItIsSaidWhichWouldBeRight() {
    assertThat(adviceOn(client))
        .isEqualTo(
            "Extended key usage does not permit use for TLS server authentication; right is a"
                + " certificate made for a server: with serverAuth in its extended key usage and"
                + " digitalSignature in its key usage, where it has these");
  }

  private static String adviceOn(RedisProcess server) {
    RedisUri address = RedisUri.parse("rediss://127.0.0.1:" + server.port());
    RedisConnector connector =
        new RedisConnector(address, Optional.of(authority), Optional.empty());
    return RootCause.withAdvice(catchThrowable(() -> connector.connect("test").close()));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFailure(String uri) {
    RedisConnector connector = new RedisConnector(RedisUri.parse(uri));
    return assertThatThrownBy(() -> connector.connect("test").close());
  }
}
