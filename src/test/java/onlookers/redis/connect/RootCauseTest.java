package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

class RootCauseTest {
  @Test
  void theInnermostCauseSpeaks() {
    Throwable cause = new SocketTimeoutException("Read timed out");
    assertThat(RootCause.of(new RuntimeException("outer", new RuntimeException("middle", cause))))
        .isEqualTo("Read timed out");
    assertThat(RootCause.of(cause)).isEqualTo("Read timed out");
  }

  @ParameterizedTest
  @CsvSource({
    "NOAUTH Authentication required., 'right is redis.uri with a password, :PASSWORD@'",
    "WRONGPASS invalid username-password pair., 'right is the user and the password'",
    "NOPERM User joe has no permissions., user.conf",
    "ERR DB index is out of range, 0 to 15",
    "PKIX: unable to find valid certification path to requested target, right is redis.ca",
    "No subject alternative names matching IP address 127.0.0.1 found, certificate holds",
    "No name matching localhost found, certificate holds",
    "Extended key usage does not permit use for TLS server authentication, serverAuth",
    "KeyUsage does not allow digital signatures, digitalSignature",
    "Received fatal alert: protocol_version, 'right is a Redis that speaks TLS 1.2 or 1.3'",
    "The server selected protocol version TLS11 is not accepted by client, tls-protocols",
    "ERR unknown command `HELLO`, 'right is Redis or Valkey 6.2 or newer: this one is older'",
    "Unknown reply: H, right is the address of a Redis",
    "Unsupported or unrecognized SSL message, 'right is redis in the place of rediss'"
  })
  void whatWouldBeRightIsAddedWhereItIsKnown(String reason, String advice) {
    assertThat(RootCause.withAdvice(new IllegalStateException(reason)))
        .startsWith(reason + "; right is ")
        .contains(advice);
  }

  /** The address may be of any form, with TLS or without: what is right has the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOAUTH Authentication required.",
        "WRONGPASS invalid username-password pair.",
        "ERR AUTH <password> called without any password configured for the default user.",
        "Unsupported or unrecognized SSL message",
        "ERR This instance has cluster support disabled",
        "ERR unknown command 'CLUSTER'",
        "ERR unknown command 'SENTINEL'"
      })
  void noAdviceNamesAScheme(String reason) {
    assertThat(RootCause.withAdvice(new IllegalStateException(reason)))
        .startsWith(reason + "; right is ")
        .doesNotContain("://");
  }

  @Test
  void whatRedisCallsAProtocolVersionIsNoneOfTls() {
    String reason = "NOPROTO unsupported protocol version";
    assertThat(RootCause.withAdvice(new IllegalStateException(reason))).isEqualTo(reason);
  }

  /** The JDK's message of either is but a date. */
  @Test
  void ofACertificateItIsSaidThatItsTimeIsOverOrHasNotCome() {
    assertThat(
            RootCause.withAdvice(
                new CertificateExpiredException("NotAfter: Thu Nov 26 20:56:38 UTC 2026")))
        .startsWith(
            "a certificate has expired, NotAfter: Thu Nov 26 20:56:38 UTC 2026; right is a new one");
    assertThat(RootCause.withAdvice(new CertificateNotYetValidException("NotBefore: tomorrow")))
        .startsWith("a certificate is not valid yet, NotBefore: tomorrow; right is a new one");
  }

  @Test
  void whereItIsNotKnownTheReasonStandsAlone() {
    assertThat(RootCause.withAdvice(new SocketTimeoutException("Read timed out")))
        .isEqualTo("Read timed out");
  }

  @Test
  void theServerIsNamedOnce() {
    HostAndPort server = new HostAndPort("10.0.0.1", 6379);
    assertThat(RootCause.at(server, "Read timed out")).isEqualTo("10.0.0.1:6379: Read timed out");
    assertThat(RootCause.at(server, "Failed to connect to 10.0.0.1:6379."))
        .isEqualTo("Failed to connect to 10.0.0.1:6379");
  }

  @Test
  void whatIsSaidOfACauseStandsForItAndIsLeftAsItIs() {
    RedisAwayException told =
        new RedisAwayException("a sentinel: NOAUTH", new IllegalStateException("NOAUTH"));
    assertThat(RootCause.of(new RuntimeException("outer", told))).isEqualTo("a sentinel: NOAUTH");
    assertThat(RootCause.withAdvice(told)).isEqualTo("a sentinel: NOAUTH");
  }

  @Test
  void itIsOneLine() {
    assertThat(RootCause.of(new IllegalStateException("first\nsecond"))).isEqualTo("first");
  }

  @Test
  void aCauseThatSaysNothingIsNamedByItsKind() {
    assertThat(RootCause.of(new ConnectException())).isEqualTo("ConnectException");
    assertThat(RootCause.of(new ConnectException(""))).isEqualTo("ConnectException");
    assertThat(RootCause.of(new ConnectException("\nsecond"))).isEqualTo("ConnectException");
  }

  /** Redis repeats what it does not know, here where AUTH has another name. */
  @Test
  void thePasswordThatRedisRepeatsIsLeftOut() {
    String reply = "ERR unknown command 'AUTH', with args beginning with: 'user' 'S3cr3t' ";
    assertThat(RootCause.of(new IllegalStateException(reply)))
        .isEqualTo("ERR unknown command 'AUTH'");
  }

  @Test
  void aHostThatIsNotKnownIsCalledSo() {
    assertThat(RootCause.of(new RuntimeException(new UnknownHostException("nohost.invalid"))))
        .isEqualTo("unknown host nohost.invalid");
  }
}
