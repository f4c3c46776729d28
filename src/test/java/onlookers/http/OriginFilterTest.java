package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import onlookers.config.Networks;
import onlookers.config.Origins;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

class OriginFilterTest {
  private static final String CLIENT = "X-Onlookers-Client";

  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final List<HttpServletRequest> passed = new ArrayList<>();
  private final OriginFilter filter =
      new OriginFilter(
          new Forwarding(Networks.parse("loopback")),
          Origins.parse("same-host"),
          nodeMetrics,
          Response.error(403, "bad-origin", "not from there"));

  private FakeResponse answered(FakeRequest request) throws Exception {
    FakeResponse response = new FakeResponse();
    filter.doFilter(
        request.made(), response.made(), (handed, on) -> passed.add((HttpServletRequest) handed));
    return response;
  }

  private HttpServletRequest letIn(FakeRequest request) throws Exception {
    answered(request);
    assertThat(passed).hasSize(1);
    assertThat(nodeMetrics.total(Counter.HANDSHAKES_REFUSED)).isZero();
    return passed.remove(0);
  }

  @Test
  void aPageOfTheSameHostIsLetInAndNobodyWhoIsNoBrowserIsKeptOut() throws Exception {
    letIn(FakeRequest.get().header("Origin", "https://own.example"));
    letIn(FakeRequest.get());
  }

  @Test
  void anyOtherPageIsRefusedAndCounted() throws Exception {
    FakeResponse response = answered(FakeRequest.get().header("Origin", "https://evil.example"));
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).contains("\"bad-origin\"");
    assertThat(passed).isEmpty();
    assertThat(nodeMetrics.total(Counter.HANDSHAKES_REFUSED)).isEqualTo(1);
  }

  @Test
  void theClientsAddressStandsInTheHeaderWhateverTheClientWroteThere() throws Exception {
    HttpServletRequest handed =
        letIn(FakeRequest.get().from("203.0.113.9").header(CLIENT, "6.6.6.6"));
    assertThat(handed.getHeader(CLIENT)).isEqualTo("203.0.113.9");
    assertThat(handed.getHeader("x-onlookers-CLIENT")).isEqualTo("203.0.113.9");
    assertThat(Collections.list(handed.getHeaders(CLIENT))).containsExactly("203.0.113.9");
    assertThat(Collections.list(handed.getHeaderNames())).containsExactly(CLIENT);
  }

  @Test
  void behindATrustedProxyItIsTheClients() throws Exception {
    HttpServletRequest handed =
        letIn(
            FakeRequest.get()
                .from("127.0.0.1")
                .header("Origin", "https://outer.example")
                .header("X-Forwarded-Host", "outer.example")
                .header("X-Forwarded-For", "203.0.113.7"));
    assertThat(handed.getHeader(CLIENT)).isEqualTo("203.0.113.7");
  }

  @Test
  void onTomcatNoHeaderIsListedAndEachIsFoundByName() throws Exception {
    HttpServletRequest handed = letIn(handshake());
    assertThat(Collections.list(handed.getHeaderNames())).containsExactly(CLIENT);
    assertThat(handed.getHeader("Cookie")).isEqualTo("much=more");
    assertThat(Collections.list(handed.getHeaders("Sec-WebSocket-Key"))).containsExactly("key");
  }

  @Test
  void elsewhereThoseThatMakeTheHandshakeAreListed() throws Exception {
    HttpServletRequest handed = letIn(handshake().on("Payara Micro #badassfish"));
    assertThat(Collections.list(handed.getHeaderNames()))
        .containsExactlyInAnyOrder(
            "Host",
            "Origin",
            "Connection",
            "Upgrade",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            CLIENT);
  }

  private static FakeRequest handshake() {
    return FakeRequest.get()
        .header("Origin", "https://own.example")
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Key", "key")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Extensions", "permessage-deflate")
        .header("User-Agent", "long")
        .header("Cookie", "much=more");
  }

  @Test
  void aConnectionThatIsGoneHasNoAddress() throws Exception {
    HttpServletRequest handed = letIn(FakeRequest.get().from(null).without("Host"));
    assertThat(handed.getHeader(CLIENT)).isEmpty();
  }
}
