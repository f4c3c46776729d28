package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.socketio.codec.EnginePacket;
import org.junit.jupiter.api.Test;

class PacketQueueTest {
  private static final int MAX_PAYLOAD = 1_000;

  /** What the packets of these tests take in memory besides their text. */
  private static final int PACKET = EnginePacket.text("").size();

  /** So many bytes wait at most. */
  private static final int ROOM = 2 * MAX_PAYLOAD + 1_000;

  private final PacketQueue packetQueue = new PacketQueue(MAX_PAYLOAD);

  private static OutgoingPacket packet(int size) {
    return OutgoingPacket.of(EnginePacket.text("4".repeat(size - PACKET)));
  }

  @Test
  void thereIsRoomForTwoPayloads() {
    assertThat(packetQueue.add(packet(1_000))).isTrue();
    assertThat(packetQueue.add(packet(ROOM - 1_000))).isTrue();
    assertThat(packetQueue.add(packet(PACKET + 1))).isFalse();
  }

  @Test
  void aPacketThatIsLongerThanThatGoesAlone() {
    assertThat(packetQueue.add(packet(ROOM + 1))).isTrue();
    assertThat(packetQueue.add(packet(PACKET + 1))).isFalse();
  }

  @Test
  void whatIsTakenMakesRoom() {
    for (int i = 0; i < 10; i++) {
      assertThat(packetQueue.add(packet(ROOM - 100))).isTrue();
      assertThat(packetQueue.add(packet(100))).isTrue();
      assertThat(packetQueue.add(packet(100))).isFalse();
      packetQueue.poll();
      assertThat(packetQueue.add(packet(ROOM - 100))).isTrue();
      packetQueue.poll();
      packetQueue.poll();
      assertThat(packetQueue.isEmpty()).isTrue();
    }
  }

  @Test
  void whatIsClearedMakesRoom() {
    packetQueue.add(packet(ROOM));
    assertThat(packetQueue.clear()).hasSize(1);

    assertThat(packetQueue.isEmpty()).isTrue();
    assertThat(packetQueue.poll()).isNull();
    assertThat(packetQueue.add(packet(100))).isTrue();
    assertThat(packetQueue.add(packet(ROOM - 100))).isTrue();
  }

  @Test
  void thereAreAThousandPacketsAtMost() {
    PacketQueue wide = new PacketQueue(1_000_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(wide.add(packet(100))).isTrue();
    }
    assertThat(wide.add(packet(100))).isFalse();

    wide.append(packet(100));
    assertThat(wide.clear()).hasSize(1_001);
  }

  @Test
  void packetsKeepTheirOrder() {
    OutgoingPacket first = packet(100);
    OutgoingPacket second = packet(200);
    packetQueue.add(first);
    packetQueue.append(second);

    assertThat(packetQueue.poll()).isSameAs(first);
    assertThat(packetQueue.poll()).isSameAs(second);
    assertThat(packetQueue.poll()).isNull();
  }
}
