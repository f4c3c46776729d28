package onlookers.socketio.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
  private final PayloadReader old = new PayloadReader(EngineProtocol.V3);
  private final PayloadReader recent = new PayloadReader(EngineProtocol.V4);

  @Test
  void version4SeparatesPacketsByACharacter() throws Exception {
    List<EnginePacket> packets = recent.read(false, utf8("4hello\u001ebAQIDBA==\u001e3"));

    assertThat(packets).extracting(EnginePacket::text).containsExactly("4hello", "", "3");
    assertThat(packets.get(1).bytes()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void version3CountsCharacters() throws Exception {
    List<EnginePacket> packets = old.read(false, utf8("6:4hello3:4😀10:b4AQIDBA==2:4€"));

    assertThat(packets).extracting(EnginePacket::text).containsExactly("4hello", "4😀", "", "4€");
    assertThat(packets.get(2).bytes()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void theBinaryFramingCountsBytes() throws Exception {
    byte[] body = bytes(0, 4, 255, '4', 0xE2, 0x82, 0xAC, 1, 5, 255, 4, 1, 2, 3, 4);

    List<EnginePacket> packets = old.read(true, body);

    assertThat(packets).extracting(EnginePacket::text).containsExactly("4€", "");
    assertThat(packets.get(1).bytes()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aLengthHasUpToNineDigits() throws Exception {
    assertThat(texts(old, "000000010:4aaaaaaaaa9:4bbbbbbbb"))
        .containsExactly("4aaaaaaaaa", "4bbbbbbbb");
    assertThatThrownBy(() -> old.read(false, utf8("0000000010:4aaaaaaaaa")))
        .isInstanceOf(BadPacketException.class);
  }

  @Test
  void aLengthInTheBinaryFramingHasUpToNineDigits() throws Exception {
    byte[] twelve = bytes(0, 1, 2, 255, '4', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 255, '6');
    byte[] nine = bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 255, '4', 1, 1, 1, 1, 1, 1, 1, 1);
    byte[] tooMany = bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 255, '6');

    assertThat(old.read(true, twelve)).hasSize(2);
    assertThat(old.read(true, nine)).hasSize(1);
    assertThatThrownBy(() -> old.read(true, tooMany)).isInstanceOf(BadPacketException.class);
  }

  @Test
  void aCharacterIsAByteUpTo255() throws Exception {
    assertThat(texts(old, "3:4ÿÿ")).containsExactly("4ÿÿ"); // no UTF-8: encoded once
    PayloadReader other = new PayloadReader(EngineProtocol.V3);
    assertThat(texts(other, "3:4" + twice("ÿ"))).containsExactly("4ÿ");
    assertThat(texts(other, "2:4Ā3:4" + twice("é"))).containsExactly("4Ā", "4" + twice("é"));
  }

  @Test
  void aTextEncodedTwiceIsDecodedTwice() throws Exception {
    assertThat(texts(old, "8:4Zo" + twice("é€"))).containsExactly("4Zoé€");
  }

  @Test
  void aTextEncodedOnceStaysAsItIs() throws Exception {
    assertThat(texts(old, "4:4Zoé")).containsExactly("4Zoé");
    assertThat(texts(old, "3:4€é")).containsExactly("4€é");
  }

  @Test
  void whoHasEncodedOnceIsNeverTakenForAnOldClientAgain() throws Exception {
    assertThat(texts(old, "2:4é")).containsExactly("4é");

    assertThat(texts(old, "3:4" + twice("é"))).containsExactly("4" + twice("é"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "6",
        "6:4hell",
        "x:4hello",
        "/6:4hello",
        ";6:4hello",
        "-1:4",
        "6:4hello7",
        "6:4hello7:",
        "0:",
        "+6:4hello",
        "9999999999:4",
        "2147483647:4",
        "3:b5A",
        "4:b4!!"
      })
  void aPayloadOfVersion3ThatIsCutOrNoneIsRefused(String body) {
    assertThatThrownBy(() -> old.read(false, utf8(body))).isInstanceOf(BadPacketException.class);
  }

  @Test
  void aLengthHasDigits() {
    assertThatThrownBy(() -> old.read(false, utf8(":4a"))).hasMessage("not a length");
    assertThatThrownBy(() -> old.read(true, bytes(0, 255, '4'))).hasMessage("not a length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u001e", "4a\u001e", "b!"})
  void aPayloadOfVersion4WithAnEmptyPacketIsRefused(String body) {
    assertThatThrownBy(() -> recent.read(false, utf8(body))).isInstanceOf(BadPacketException.class);
  }

  @Test
  void aBinaryFramingThatIsCutOrNoneIsRefused() {
    List<byte[]> bodies = new ArrayList<>();
    bodies.add(bytes());
    bodies.add(bytes(0));
    bodies.add(bytes(0, 255));
    bodies.add(bytes(0, 2, 255, '4'));
    bodies.add(bytes(0, 10, 255, '4'));
    bodies.add(bytes(0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 255, '4'));
    bodies.add(bytes(0, 0, 255));
    bodies.add(bytes(0, 2, 255, '4', 0xFF));
    bodies.add(bytes(1, 1, 255, 2));
    bodies.add(bytes(1, 0, 255));

    for (byte[] body : bodies) {
      assertThatThrownBy(() -> old.read(true, body)).isInstanceOf(BadPacketException.class);
    }
  }

  @Test
  void version4HasNoBinaryFraming() {
    assertThatThrownBy(() -> recent.read(true, bytes(0, 1, 255, '3')))
        .isInstanceOf(BadPacketException.class);
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    assertThatThrownBy(() -> recent.read(false, bytes('4', 0xC3)))
        .isInstanceOf(BadPacketException.class);
  }

  private static List<String> texts(PayloadReader reader, String body) throws BadPacketException {
    return reader.read(false, utf8(body)).stream().map(EnginePacket::text).toList();
  }

  /** As a client 1.x sends it, before the request itself is encoded. */
  private static String twice(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
