package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import onlookers.fixture.LogCapture;
import onlookers.runtime.Guard;
import org.junit.jupiter.api.Test;

class PresenceEndpointTest {
  private static final String SECRET = "no file /srv/onlookers/lib.jar";

  private final Session broken =
      (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (self, asked, arguments) -> {
                throw new NoClassDefFoundError(SECRET);
              });

  @Test
  @SuppressWarnings("NullAway") // nobody gets so far
  void aSocketThatCannotBeOpenedIsToldNothingOfTheServersFiles() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      assertThatThrownBy(() -> new PresenceEndpoint(null).open(broken))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("it cannot be served")
          .hasNoCause();
      assertThat(log.causes()).singleElement().asString().contains(SECRET);
    }
  }
}
