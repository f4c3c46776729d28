package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.config.Networks;
import onlookers.config.Origins;
import onlookers.http.FakeExchange;
import onlookers.http.Forwarding;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

class EngineOriginFilterTest {
  private static final EngineOriginFilter FILTER =
      new EngineOriginFilter(
          new Forwarding(Networks.parse("loopback")),
          Origins.parse("same-host"),
          new NodeMetrics());

  private final FakeExchange exchange = new FakeExchange("GET", "EIO=3&transport=polling");

  private String origin() {
    return FILTER.origin(exchange.request);
  }

  @Test
  void aPageOfAnotherSiteHasItsOrigin() {
    exchange.headers.put("Host", "presence.example:3000");
    exchange.headers.put("Origin", "https://elsewhere.example");
    assertThat(origin()).isEqualTo("https://elsewhere.example");
  }

  @Test
  void theBareHostThatNodeJsClientsWriteIsNoOrigin() {
    exchange.headers.put("Host", "presence.example:3000");
    exchange.headers.put("Origin", "presence.example:3000");
    assertThat(origin()).isNull();
  }

  @Test
  void aClientThatIsNoBrowserHasNone() {
    exchange.headers.put("Host", "presence.example:3000");
    assertThat(origin()).isNull();
  }
}
