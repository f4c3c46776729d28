package onlookers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import onlookers.socketio.codec.BadPacketException;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.codec.EngineQuery;
import onlookers.socketio.codec.Payload;
import onlookers.socketio.codec.PayloadReader;
import onlookers.socketio.codec.PayloadWriter;

/** What holds for the payloads of each version. */
final class Payloads {
  /** {@code socketio.max.payload}. */
  private static final int MAX = 100_000;

  /** A packet of three bytes is an object and its text. */
  private static final long PER_BYTE = 100;

  private Payloads() {}

  /** Whatever was posted is read or refused; what was read is written and read as the same. */
  static void check(EngineProtocol protocol, boolean binary, byte[] body) throws Exception {
    if (body.length > MAX) {
      return;
    }
    List<EnginePacket> packets;
    try {
      packets =
          Cost.bounded(body.length, PER_BYTE, () -> new PayloadReader(protocol).read(binary, body));
    } catch (BadPacketException refused) {
      return;
    }
    EngineQuery query = EngineQuery.parse("transport=polling");
    Payload written = new PayloadWriter(protocol, query).write(packets);
    boolean writtenBinary = Payload.isBinary(written.contentType());
    assertThat(contents(new PayloadReader(protocol).read(writtenBinary, written.body())))
        .isEqualTo(contents(packets));
  }

  private static List<List<Object>> contents(List<EnginePacket> packets) {
    return packets.stream().map(Payloads::content).toList();
  }

  private static List<Object> content(EnginePacket packet) {
    byte[] bytes = packet.bytes();
    return List.of(packet.text(), bytes == null ? "" : ByteBuffer.wrap(bytes));
  }
}
