package onlookers.socketio.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadWriterTest {
  private static final String TEXT = "text/plain; charset=UTF-8";
  private static final String BINARY = "application/octet-stream";
  private static final EnginePacket HELLO = EnginePacket.text("4hello");
  private static final EnginePacket BYTES = EnginePacket.message(new byte[] {1, 2, 3, 4});

  @Test
  void version4SeparatesPacketsByACharacter() {
    Payload payload = write("EIO=4", HELLO, BYTES, EnginePacket.text("4€"));

    assertThat(payload.contentType()).isEqualTo(TEXT);
    assertThat(text(payload)).isEqualTo("4hello\u001ebAQIDBA==\u001e4€");
  }

  @Test
  void version3CountsCharacters() {
    Payload payload = write("EIO=3", HELLO, EnginePacket.text("6"));

    assertThat(payload.contentType()).isEqualTo(TEXT);
    assertThat(text(payload)).isEqualTo("6:4hello1:6");
  }

  @Test
  void aClientWithoutBytesGetsBase64AndUtf16Lengths() {
    Payload payload = write("EIO=3&b64=1", HELLO, BYTES, EnginePacket.text("4😀"));

    assertThat(payload.contentType()).isEqualTo(TEXT);
    assertThat(text(payload)).isEqualTo("6:4hello10:b4AQIDBA==3:4😀");
  }

  @Test
  void bytesForVersion3ComeInTheBinaryFraming() {
    Payload payload = write("EIO=3", HELLO, BYTES);

    assertThat(payload.contentType()).isEqualTo(BINARY);
    assertThat(payload.body())
        .containsExactly(0, 6, 255, '4', 'h', 'e', 'l', 'l', 'o', 1, 5, 255, 4, 1, 2, 3, 4);
  }

  @Test
  void whatIsNotAsciiForVersion3ComesInTheBinaryFramingCountedInBytes() {
    Payload payload = write("EIO=3", EnginePacket.text("4€"));

    assertThat(payload.contentType()).isEqualTo(BINARY);
    assertThat(payload.body()).containsExactly(0, 4, 255, '4', 0xE2, 0x82, 0xAC);
  }

  @Test
  void aLongTextForVersion3ComesInTheBinaryFraming() {
    EnginePacket packet = EnginePacket.text("4" + "x".repeat(32_000));

    assertThat(write("EIO=3", packet).contentType()).isEqualTo(BINARY);
    assertThat(write("EIO=3", packet).body()).startsWith(0, 3, 2, 0, 0, 1, 255, '4');
    assertThat(write("EIO=4", packet).contentType()).isEqualTo(TEXT);
    assertThat(write("EIO=3", EnginePacket.text("4" + "x".repeat(31_999))).contentType())
        .isEqualTo(TEXT);
  }

  @Test
  void theOldestClientsGetNothingElse() {
    Payload payload = write("EIO=3&t=1795490384363-0", EnginePacket.text("40"));

    assertThat(payload.contentType()).isEqualTo(BINARY);
    assertThat(payload.body()).containsExactly(0, 2, 255, '4', '0');
  }

  private static Payload write(String query, EnginePacket... packets) {
    EngineQuery parsed = EngineQuery.parse(query);
    return new PayloadWriter(parsed.protocol(), parsed).write(List.of(packets));
  }

  private static String text(Payload payload) {
    return new String(payload.body(), UTF_8);
  }
}
