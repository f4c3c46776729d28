package onlookers.websocket.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.protocol.socketio.EnginePacket;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final int MAX_PAYLOAD = 1_000;

  /** What the packets of these tests take in memory besides their text. */
  private static final int PACKET = EnginePacket.text("").size();

  /** So many bytes wait at most. */
  private static final int ROOM = 2 * MAX_PAYLOAD + 1_000;

  private final Backlog backlog = new Backlog(MAX_PAYLOAD);

  private static Outgoing packet(int size) {
    return Outgoing.of(EnginePacket.text("4".repeat(size - PACKET)));
  }

  @Test
  void thereIsRoomForTwoPayloads() {
    assertThat(backlog.add(packet(1_000))).isTrue();
    assertThat(backlog.add(packet(ROOM - 1_000))).isTrue();
    assertThat(backlog.add(packet(PACKET + 1))).isFalse();
  }

  @Test
  void aPacketThatIsLongerThanThatGoesAlone() {
    assertThat(backlog.add(packet(ROOM + 1))).isTrue();
    assertThat(backlog.add(packet(PACKET + 1))).isFalse();
  }

  @Test
  void whatIsTakenMakesRoom() {
    for (int i = 0; i < 10; i++) {
      assertThat(backlog.add(packet(ROOM - 100))).isTrue();
      assertThat(backlog.add(packet(100))).isTrue();
      assertThat(backlog.add(packet(100))).isFalse();
      backlog.poll();
      assertThat(backlog.add(packet(ROOM - 100))).isTrue();
      backlog.poll();
      backlog.poll();
      assertThat(backlog.isEmpty()).isTrue();
    }
  }

  @Test
  void whatIsClearedMakesRoom() {
    backlog.add(packet(ROOM));
    assertThat(backlog.clear()).hasSize(1);

    assertThat(backlog.isEmpty()).isTrue();
    assertThat(backlog.poll()).isNull();
    assertThat(backlog.add(packet(100))).isTrue();
    assertThat(backlog.add(packet(ROOM - 100))).isTrue();
  }

  @Test
  void thereAreAThousandPacketsAtMost() {
    Backlog wide = new Backlog(1_000_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(wide.add(packet(100))).isTrue();
    }
    assertThat(wide.add(packet(100))).isFalse();

    wide.append(packet(100));
    assertThat(wide.clear()).hasSize(1_001);
  }

  @Test
  void packetsKeepTheirOrder() {
    Outgoing first = packet(100);
    Outgoing second = packet(200);
    backlog.add(first);
    backlog.append(second);

    assertThat(backlog.poll()).isSameAs(first);
    assertThat(backlog.poll()).isSameAs(second);
    assertThat(backlog.poll()).isNull();
  }
}
