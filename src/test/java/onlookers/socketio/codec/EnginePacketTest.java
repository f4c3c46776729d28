package onlookers.socketio.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePacketTest {
  private static final EngineLimits LIMITS =
      new EngineLimits(Duration.ofSeconds(25), Duration.ofSeconds(20), 100_000);
  private static final EnginePacket BYTES = EnginePacket.message(new byte[] {1, 2, 3});

  @ParameterizedTest
  @CsvSource({
    "0{},OPEN,{}",
    "1,CLOSE,''",
    "2probe,PING,probe",
    "3,PONG,''",
    "4a,MESSAGE,a",
    "5,UPGRADE,''",
    "6,NOOP,''"
  })
  void aTextBeginsWithTheDigitOfItsType(String text, EnginePacket.Type type, String data)
      throws BadPacketException {
    EnginePacket packet = EnginePacketReader.read(text, EngineProtocol.V4);

    assertThat(packet.type()).isEqualTo(type);
    assertThat(packet.data()).isEqualTo(data);
    assertThat(packet.bytes()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "/", ":", "a", "b!", "é"})
  void whatIsNoPacketIsRefused(String text) {
    assertThatThrownBy(() -> EnginePacketReader.read(text, EngineProtocol.V4))
        .isInstanceOf(BadPacketException.class);
  }

  @Test
  void bytesAreAMessage() throws BadPacketException {
    assertThat(BYTES.type()).isEqualTo(EnginePacket.Type.MESSAGE);
    assertThat(EnginePacketReader.read("bAQID", EngineProtocol.V4).bytes())
        .containsExactly(1, 2, 3);
    assertThat(EnginePacketReader.read("b4AQID", EngineProtocol.V3).bytes())
        .containsExactly(1, 2, 3);
    assertThat(
            EnginePacketReader.read(ByteBuffer.wrap(new byte[] {4, 1}), EngineProtocol.V4).bytes())
        .containsExactly(4, 1);
    assertThat(
            EnginePacketReader.read(ByteBuffer.wrap(new byte[] {4, 1}), EngineProtocol.V3).bytes())
        .containsExactly(1);
  }

  @Test
  void inVersion3BytesHaveTheirTypeInFront() {
    for (byte[] content : new byte[][] {{}, {5, 1}}) {
      assertThatThrownBy(() -> EnginePacketReader.read(ByteBuffer.wrap(content), EngineProtocol.V3))
          .isInstanceOf(BadPacketException.class);
    }
    assertThatThrownBy(() -> EnginePacketReader.read("bAQID", EngineProtocol.V3))
        .isInstanceOf(BadPacketException.class);
  }

  @Test
  void bytesAreSpelledForEachVersion() {
    assertThat(bytes(EnginePacket.framed(new byte[] {1, 2}, EngineProtocol.V3)))
        .containsExactly(4, 1, 2);
    assertThat(bytes(EnginePacket.framed(new byte[] {1, 2}, EngineProtocol.V4)))
        .containsExactly(1, 2);
    assertThat(BYTES.base64(EngineProtocol.V3)).isEqualTo("b4AQID");
    assertThat(BYTES.base64(EngineProtocol.V4)).isEqualTo("bAQID");
    assertThat(EnginePacket.text("4a").base64(EngineProtocol.V3)).isEqualTo("4a");
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void aPacketHasASize() {
    assertThat(EnginePacket.text("4abc").size()).isEqualTo(68);
    assertThat(BYTES.size()).isEqualTo(67);
  }

  @Test
  void aSessionOpensWithWhatItsClientMustKnow() {
    assertThat(EnginePacket.open("x", true, LIMITS).text())
        .isEqualTo(
            "0{\"sid\":\"x\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                + "\"pingTimeout\":20000,\"maxPayload\":100000}");
    assertThat(EnginePacket.open("x", false, LIMITS).text()).contains("\"upgrades\":[],");
  }

  @ParameterizedTest
  @CsvSource({
    "application/octet-stream,true",
    "application/octet-stream; charset=UTF-8,true",
    "text/plain;charset=UTF-8,false",
    "'',false"
  })
  void theContentTypeDecidesTheFraming(String contentType, boolean binary) {
    assertThat(Payload.isBinary(contentType)).isEqualTo(binary);
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN_TRANSPORT,400,0",
    "UNKNOWN_SID,400,1",
    "BAD_HANDSHAKE_METHOD,400,2",
    "BAD_REQUEST,400,3",
    "JSONP,400,3",
    "FORBIDDEN,403,4",
    "UNSUPPORTED_PROTOCOL,400,5",
    "TOO_LARGE,413,3",
    "FULL,503,3"
  })
  void anErrorHasAStatusAndTheReferenceServersCode(EngineError error, int status, int code) {
    assertThat(error.status()).isEqualTo(status);
    assertThat(error.json()).startsWith("{\"code\":" + code + ",\"message\":\"").endsWith("\"}");
  }

  @Test
  void whatIsNotAsciiBeginsAfterTheSevenBits() {
    assertThat(Ascii.isAscii("\u007f")).isTrue();
    assertThat(Ascii.isAscii("a\u0080")).isFalse();
    assertThat(Ascii.escape("[\"\u007f\"]")).isEqualTo("[\"\u007f\"]");
    assertThat(Ascii.escape("[\"\u007f\u0080€😀\"]"))
        .isEqualTo("[\"\u007f\\u0080\\u20ac\\ud83d\\ude00\"]");
  }
}
