package onlookers.socketio.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stranger's payload of many small packets does not make the node allocate many times as much.
 */
class PayloadCostTest {
  private static final int LENGTH = 100_000;
  private static final int MAX_BYTES_EACH = 100;

  /** The version, whether it is the binary framing, and a packet of which the payload is full. */
  static Stream<Arguments> manySmallPacketsAreReadCheaply() {
    return Stream.of(
        Arguments.of(EngineProtocol.V3, false, "1:6"),
        Arguments.of(EngineProtocol.V3, false, "2:b4"),
        Arguments.of(EngineProtocol.V3, false, "000000001:6"),
        Arguments.of(EngineProtocol.V3, false, "3:4\u00c3\u0083\u00c2\u00a9"),
        Arguments.of(EngineProtocol.V3, true, "\u0000\u0001\u00ff6"),
        Arguments.of(EngineProtocol.V3, true, "\u0000\u0003\u00ff4\u00c3\u00a9"),
        Arguments.of(EngineProtocol.V3, true, "\u0001\u0001\u00ff\u0004"),
        Arguments.of(EngineProtocol.V4, false, "\u001e6"),
        Arguments.of(EngineProtocol.V4, false, "\u001eb"));
  }

  @ParameterizedTest
  @MethodSource
  void manySmallPacketsAreReadCheaply(EngineProtocol protocol, boolean binary, String packet)
      throws BadPacketException {
    String whole = packet.repeat(LENGTH / packet.length()).replaceFirst("^\u001e", "");
    byte[] body = whole.getBytes(ISO_8859_1);
    PayloadReader reader = new PayloadReader(protocol);
    reader.read(binary, body); // loads what it needs

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    List<EnginePacket> packets = reader.read(binary, body);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(packets).hasSize(LENGTH / packet.length());
    assertThat(allocated / body.length).isLessThan(MAX_BYTES_EACH);
  }
}
