package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Map;
import onlookers.fixture.LogCapture;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
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
  void whoeverIsSentAwayAndSendsOnAndOnIsLeftToTheContainer() {
    ManualScheduler time = new ManualScheduler();
    try (InMemoryNode node = new InMemoryNode(time, Map.of("limit.messages", "0"))) {
      PresenceEndpoint endpoint = new PresenceEndpoint(node.acceptor);
      ContainerSession container = new ContainerSession(0, Runnable::run);
      Session socket = container.session();
      endpoint.open(socket);
      for (int i = 0; i < 2 * LateFrames.MAX; i++) {
        endpoint.text("[\"parked\"]", true, socket);
      }
      endpoint.binary(ByteBuffer.allocate(1), true, socket);
      for (int i = 0; i < LateFrames.MAX / 2; i++) {
        endpoint.text("no event", true, socket);
        endpoint.binary(ByteBuffer.allocate(1), true, socket);
      }

      assertThat(container.isClosedByUs()).isFalse();
      assertThatThrownBy(() -> endpoint.text("", false, socket))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("it has ended");
      assertThat(container.closeCode()).isEqualTo(CloseStatus.BINARY.code());
      assertThatThrownBy(() -> endpoint.binary(ByteBuffer.allocate(1), true, socket))
          .isInstanceOf(IllegalStateException.class);
      assertThat(node.nodeMetrics.total(Counter.FRAMES_REFUSED)).isEqualTo(1);
    }
  }

  @Test
  void whoeverHasGoneBeforeItIsWelcomedHoldsNoPlace() {
    try (InMemoryNode node = new InMemoryNode(new ManualScheduler(), Map.of())) {
      ContainerSession container = new ContainerSession(0, Runnable::run);
      container.breaks();

      new PresenceEndpoint(node.acceptor).open(container.session());

      assertThat(node.connections.isEmpty()).isTrue();
      assertThat(node.nodeMetrics.value(Gauge.SESSIONS)).isZero();
    }
  }

  @Test
  @SuppressWarnings("NullAway") // nobody gets so far
  void aSocketThatCannotBeOpenedReceivesNothingOfTheServersFiles() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      assertThatThrownBy(() -> new PresenceEndpoint(null).open(broken))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("it cannot be served")
          .hasNoCause();
      assertThat(log.causes()).singleElement().asString().contains(SECRET);
    }
  }
}
