package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Instruments.Gauge;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a container calls, and when. */
class PresenceEndpointTest {
  private static final String VIEWING = "[\"viewing\",\"13\"]";
  private static final Duration MOMENT = Duration.ofMillis(10);

  private final ManualScheduler time = new ManualScheduler();
  private final InMemoryNode node = new InMemoryNode(time, Map.of());
  private final PresenceEndpoint endpoint = new PresenceEndpoint(node.reception);
  private final ContainerSession container = new ContainerSession(1, Runnable::run);
  private final Session socket = container.session();

  private long viewers() {
    return node.redis.counts(new Post("13")).viewers();
  }

  private void closes(CloseCode code) {
    endpoint.close(socket, new CloseReason(code, ""));
  }

  @Test
  void whoConnectsHasASessionAndIsHeard() {
    endpoint.open(socket);
    assertThat(container.last("session")).isNotEmpty();

    endpoint.text(VIEWING, true, socket);
    time.advance(MOMENT);

    assertThat(viewers()).isOne();
    assertThat(container.last("counts")).isEqualTo("[\"counts\",\"13\",1,1]");
  }

  @Test
  void aFrameInPartsIsOneFrame() {
    endpoint.open(socket);
    endpoint.text("[\"view", false, socket);
    assertThat(node.instruments.total(Counter.FRAMES_RECEIVED)).isZero();
    endpoint.text("ing\",\"13\"]", true, socket);
    endpoint.text("[\"parked\"]", true, socket);

    assertThat(node.instruments.total(Counter.FRAMES_RECEIVED)).isEqualTo(2);
    assertThat(node.redis.counts(new Post("13")).views()).isOne();
    assertThat(viewers()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFrameThatIsTooLongEndsTheSocketBeforeItIsWhole(boolean last) {
    endpoint.open(socket);
    endpoint.text("x".repeat(8_193), last, socket);
    time.runDue();

    assertThat(container.isClosedByUs()).isTrue();
  }

  @Test
  void bytesEndTheSocket() {
    endpoint.open(socket);
    endpoint.binary(ByteBuffer.allocate(1), true, socket);
    time.runDue();

    assertThat(container.isClosedByUs()).isTrue();
  }

  @Test
  void aPongIsASignOfLife() {
    endpoint.open(socket);
    time.advance(Duration.ofSeconds(50));
    endpoint.pong(() -> ByteBuffer.allocate(0), socket);
    time.advance(Duration.ofSeconds(50));
    assertThat(container.isClosedByUs()).isFalse();

    time.advance(Duration.ofSeconds(11));
    assertThat(container.isClosedByUs()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1009, 4000})
  void aCloseFrameEndsTheSession(int code) {
    endpoint.open(socket);
    endpoint.text(VIEWING, true, socket);
    closes(CloseCodes.getCloseCode(code));

    assertThat(viewers()).isZero();
    assertThat(node.instruments.value(Gauge.SESSIONS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1006, 4012})
  void aLostSocketAndOneThatIsHandedOverLeaveItTheGrace(int code) {
    endpoint.open(socket);
    endpoint.text(VIEWING, true, socket);
    closes(CloseCodes.getCloseCode(code));

    assertThat(viewers()).isOne();
    assertThat(node.instruments.value(Gauge.SESSIONS)).isZero();
    time.advance(InMemoryNode.GRACE.plusMillis(50));
    assertThat(viewers()).isZero();
  }

  @Test
  void whatComesWithoutAnOpeningIsNothing() {
    endpoint.text(VIEWING, true, socket);
    endpoint.binary(ByteBuffer.allocate(1), true, socket);
    endpoint.pong(() -> ByteBuffer.allocate(0), socket);
    closes(CloseCodes.NORMAL_CLOSURE);
    endpoint.error(socket, new IllegalStateException("closed"));

    assertThat(viewers()).isZero();
    assertThat(container.isClosedByUs()).isFalse();
  }
}
