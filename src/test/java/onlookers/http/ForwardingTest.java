package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import onlookers.config.Networks;
import onlookers.fixture.LogCapture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {
  private static final String HOST = "own.example:3000";

  private final Forwarding forwarding = new Forwarding(Networks.parse("loopback,10.0.0.0/8"));

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "'203.0.113.7, 10.0.0.2', 203.0.113.7",
    "'6.6.6.6, 203.0.113.7', 203.0.113.7",
    "'6.6.6.6, 203.0.113.7, 10.0.0.2, 127.0.0.1', 203.0.113.7",
    "'10.0.0.9, 10.0.0.2', 10.0.0.9",
    "203.0.113.7:4711, 203.0.113.7",
    "2001:db8::7, 2001:db8:0:0:0:0:0:7",
    "[2001:DB8::7]:4711, 2001:db8:0:0:0:0:0:7",
    "::ffff:203.0.113.7, 203.0.113.7",
    "'203.0.113.7,, ,', 203.0.113.7",
    "'', 10.0.0.1",
    "unknown, 10.0.0.1",
    "localhost, 10.0.0.1",
    "'203.0.113.7, <script>', 10.0.0.1",
    "'203.0.113.7, unknown, 10.0.0.2', 10.0.0.2",
    "[, 10.0.0.1",
    "[]:1, 10.0.0.1"
  })
  void theClientIsTheRightmostAddressThatIsNoTrustedProxy(String header, String client) {
    assertThat(forwarding.caller("10.0.0.1", HOST, List.of(header), List.of()))
        .isEqualTo(new ClientInfo(client, HOST));
  }

  @Test
  void whatTheContainerHasEstablishedIsBelieved() {
    FakeRequest request =
        FakeRequest.get()
            .from("203.0.113.7")
            .attribute("org.apache.tomcat.request.forwarded", true)
            .header("X-Forwarded-Host", "www.example.org");
    assertThat(forwarding.caller(request.made()))
        .isEqualTo(new ClientInfo("203.0.113.7", "www.example.org"));
    assertThat(forwarding.isUntrustedProxy(request.made())).isFalse();
    request.without("X-Forwarded-Host");
    assertThat(forwarding.caller(request.made()))
        .isEqualTo(new ClientInfo("203.0.113.7", "server.example"));
  }

  @Test
  void aHeaderFromAReaderIsStillNotBelieved() {
    FakeRequest request =
        FakeRequest.get()
            .from("203.0.113.7")
            .attribute("org.apache.tomcat.request.forwarded", false)
            .header("X-Forwarded-Host", "www.example.org");
    assertThat(forwarding.caller(request.made()))
        .isEqualTo(new ClientInfo("203.0.113.7", "own.example"));
  }

  @Test
  void severalHeadersAreOneList() {
    List<String> headers = List.of("6.6.6.6, 203.0.113.7", "10.0.0.2");
    assertThat(forwarding.caller("::1", HOST, headers, List.of()).address())
        .isEqualTo("203.0.113.7");
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.org, www.example.org",
    "www.example.org:8443, www.example.org:8443",
    "[2001:db8::1]:80, [2001:db8::1]:80",
    "'www.example.org, inner', www.example.org",
    "'', own.example:3000",
    "a b, own.example:3000",
    "http://x, own.example:3000"
  })
  void theHostIsTheOneThatTheFirstProxyWasAskedFor(String header, String host) {
    assertThat(forwarding.caller("127.0.0.1", HOST, List.of(), List.of(header)).host())
        .isEqualTo(host);
  }

  @Test
  void anybodyElseIsNotBelievedAndOneWarningNamesTheSetting() {
    List<String> warnings = new ArrayList<>();
    Handler handler = collector(warnings);
    Logger logger = Logger.getLogger(Forwarding.class.getName());
    logger.addHandler(handler);
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(
                forwarding.caller("203.0.113.9", HOST, List.of("6.6.6.6"), List.of("evil.example")))
            .isEqualTo(new ClientInfo("203.0.113.9", HOST));
      }
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("trusted.proxies", "203.0.113.9");
  }

  @Test
  void aTrustedProxyThatNamesNoClientIsWarnedOfOnce() {
    try (LogCapture log = new LogCapture(Forwarding.class)) {
      forwarding.caller("10.0.0.1", HOST, List.of("203.0.113.7"), List.of("www.example.org"));
      forwarding.caller("10.0.0.1", HOST, List.of(), List.of());
      assertThat(log.warnings()).isEmpty();
      for (int i = 0; i < 3; i++) {
        assertThat(forwarding.caller("10.0.0.1", HOST, List.of(), List.of("www.example.org")))
            .isEqualTo(new ClientInfo("10.0.0.1", "www.example.org"));
      }
      assertThat(log.warnings())
          .containsExactly(
              "X-Forwarded-Host from \"10.0.0.1\" comes without X-Forwarded-For: all who come"
                  + " through this proxy count as one address; right is a proxy that sends both");
    }
  }

  @Test
  void anIpv6PeerHasOneSpelling() {
    assertThat(forwarding.caller("2001:db8::1%eth0", HOST, List.of(), List.of()).address())
        .isEqualTo("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void aPeerThatIsNoAddressIsCutAndCannotLeaveItsQuotes() {
    String peer = "a\"\n\u001b " + "x".repeat(100);
    assertThat(forwarding.caller(peer, HOST, List.of(), List.of()).address())
        .isEqualTo("a????" + "x".repeat(40));
  }

  private static Handler collector(List<String> warnings) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        warnings.add(new SimpleFormatter().formatMessage(record));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
