package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.LogCapture;
import org.junit.jupiter.api.Test;

class NoHandshakeServletTest {
  private final NoHandshakeServlet servlet = new NoHandshakeServlet();

  @Test
  void whoeverAsksForNoWebSocketLearnsThatThereIsNothingElse() {
    try (LogCapture log = new LogCapture(NoHandshakeServlet.class)) {
      assertThat(servlet.answer(FakeRequest.get().made()))
          .isEqualTo(Response.error(404, "not-found", "there is nothing here but a WebSocket"));
      assertThat(log.all()).isEmpty();
    }
  }

  @Test
  void anUpgradeThatIsNoHandshakeIsNoProxysFault() {
    FakeRequest other =
        FakeRequest.get()
            .header("Upgrade", "h2c")
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    try (LogCapture log = new LogCapture(NoHandshakeServlet.class)) {
      assertThat(servlet.answer(other.made()))
          .isEqualTo(Response.error(404, "not-found", "there is nothing here but a WebSocket"));
      assertThat(log.all()).isEmpty();
    }
  }

  /** Proxies drop {@code Upgrade} and {@code Connection} unless told otherwise, and no others. */
  @Test
  void aHandshakeThatAProxyHasSpoiltIsSaidToBeOneAndWarnedOfOnce() {
    FakeRequest spoilt =
        FakeRequest.get()
            .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
            .header("Sec-WebSocket-Version", "13");
    try (LogCapture log = new LogCapture(NoHandshakeServlet.class)) {
      for (int i = 0; i < 3; i++) {
        assertThat(servlet.answer(spoilt.made()))
            .isEqualTo(
                Response.error(
                    404,
                    "not-found",
                    "a WebSocket was asked for without Upgrade: a proxy on the way does not pass"
                        + " it"));
      }
      assertThat(log.warnings())
          .containsExactly(
              "a WebSocket was asked for without Upgrade: if this node has a proxy in front, it"
                  + " does not pass the headers Upgrade and Connection, and no reader gets in"
                  + " through it");
    }
  }
}
