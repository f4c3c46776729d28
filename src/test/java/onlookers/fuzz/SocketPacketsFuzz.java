package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import onlookers.socketio.codec.BadPacketException;
import onlookers.socketio.codec.SocketPacket;

class SocketPacketsFuzz {
  private static final List<SocketPacket.Type> TYPES = List.of(SocketPacket.Type.values());
  private static final int MAX = 100_000;
  private static final long PER_BYTE = 100;

  @FuzzTest(maxDuration = "1m")
  void aPacketIsReadOrRefused(byte[] data) throws Exception {
    if (data.length > MAX) {
      return;
    }
    try {
      String text = new String(data, UTF_8);
      SocketPacket packet = Cost.bounded(data.length, PER_BYTE, () -> SocketPacket.read(text));
      assertThat(SocketPacket.read(spelling(packet))).isEqualTo(packet);
    } catch (BadPacketException refused) {
      assertThat(refused.getMessage()).matches("[a-zA-Z ,]+");
    }
  }

  private static String spelling(SocketPacket packet) {
    String namespace = packet.namespace().equals(SocketPacket.MAIN) ? "" : packet.namespace() + ",";
    return TYPES.indexOf(packet.type()) + namespace + packet.ack() + packet.json();
  }
}
