package onlookers.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import onlookers.fixture.Http;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a frame may be: errors that leave the socket open, and faults that close it. */
class FramesIT {
  /** The most bytes a frame may have. */
  private static final int MAX_BYTES = 8_192;

  private final String post = Wire.post();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"nonsense\"]",
        "[\"\"]",
        "[\"session\",\"AAAAAAAAAAAAAAAAAAAAAA\"]",
        "[\"viewing\"]",
        "[\"viewing\",\"1\",\"options\"]",
        "[\"viewing\",\"1\",[]]",
        "[\"viewing\",\"1\",{\"visit\":1234567890123456}]",
        "[\"watching\"]",
        "[\"watching\",\"1\"]",
        "[\"watching\",{\"0\":\"1\"}]",
        "[\"watching\",[\"1\"],\"options\"]"
      })
  void anEventThatIsUnknownOrDoesNotFitIsAnsweredAndTheSocketStaysOpen(String frame) {
    assertRefusedAndOpen("bad-frame", frame);
  }

  @Test
  void theWholeSiteIsNoPostThatIsViewed() {
    assertRefusedAndOpen("bad-post", "[\"viewing\",\"*\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"a b\"",
        "\"a/b\"",
        "\"a:b\"",
        "\"**\"",
        "\"caf\u00e9\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"123456789012345678901234567890123\"",
        "-1",
        "1.5",
        "9007199254740992",
        "1e999999999",
        "-1e-999999999",
        "123456789012345678901234567890"
      })
  void whatIsNoPostIsRefusedAndTheSocketStaysOpen(String word) {
    assertRefusedAndOpen("bad-post", "[\"viewing\"," + word + "]");
    assertRefusedAndOpen("bad-post", "[\"watching\",[\"1\"," + word + "]]");
  }

  private void assertRefusedAndOpen(String code, String frame) {
    try (Reader reader = Wire.connect()) {
      assertThat(reader.refusal(frame)).isEqualTo(code);
      assertThat(reader.received("error").get(0).words()).hasSize(3);
      assertThat(reader.received("error").get(0).words().get(2))
          .isInstanceOf(String.class)
          .isNotEqualTo("");
      reader.view(post);
      reader.awaitCountsOf(post);
      assertThat(reader.received("error")).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "null", "[]", "{}", "[\"1\"]"})
  void whatIsNeitherStringNorNumberIsRefusedAndTheSocketStaysOpen(String word) {
    try (Reader reader = Wire.connect()) {
      assertThat(reader.refusal("[\"viewing\"," + word + "]")).isIn("bad-post", "bad-frame");
      reader.view(post);
      reader.awaitCountsOf(post);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "A-z_09", "12345678901234567890123456789012", "3-1047"})
  void aPostIs1To32CharactersOfTheAlphabet(String id) {
    try (Reader reader = Wire.viewing(id)) {
      assertThat(reader.received("error")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "hello",
        "{}",
        "{\"viewing\":1}",
        "\"viewing\"",
        "[]",
        "[1,\"viewing\"]",
        "[[\"viewing\",\"1\"]]",
        "[null]",
        "[\"viewing\",\"1\"",
        "[\"viewing\",\"1\"] x",
        "[\"viewing\",\"1\"][\"viewing\",\"1\"]",
        "['viewing','1']",
        "[\"viewing\",01]"
      })
  void whatIsNoJsonArrayThatBeginsWithAStringClosesWith1007(String frame) {
    try (Reader reader = Wire.connect()) {
      reader.send(frame);
      assertThat(reader.awaitClose()).isEqualTo(1007);
    }
  }

  @Test
  void textThatIsNotUtf8ClosesWith1007() {
    try (RawClient raw = RawClient.connect(Wire.WAR.presence())) {
      raw.frame(RawClient.TEXT, true, new byte[] {'[', '"', (byte) 0xC3, (byte) 0x28, '"', ']'});
      assertThat(raw.readClose()).isEqualTo(1007);
    }
  }

  @Test
  void aBinaryFrameClosesWith1003() {
    try (RawClient raw = RawClient.connect(Wire.WAR.presence())) {
      raw.frame(RawClient.BINARY, true, "[\"parked\"]".getBytes(UTF_8));
      assertThat(raw.readClose()).isEqualTo(1003);
    }
  }

  @Test
  void aFrameOf8192BytesIsTakenAndOneByteMoreClosesWith1009() {
    String frame = "[\"viewing\",\"" + post + "\"]";
    try (Reader reader = Wire.connect()) {
      reader.send(frame + " ".repeat(MAX_BYTES - frame.length()));
      reader.awaitCounts(post, 1, 1);
      reader.send(frame + " ".repeat(MAX_BYTES + 1 - frame.length()));
      assertThat(reader.awaitClose()).isEqualTo(1009);
    }
  }

  @Test
  void theSizeIsInBytesNotInCharacters() {
    try (Reader reader = Wire.connect()) {
      reader.send("[\"nonsense\",\"" + "\u00e9".repeat(MAX_BYTES / 2) + "\"]");
      assertThat(reader.awaitClose()).isEqualTo(1009);
    }
  }

  @Test
  void aFrameOfManyMegabytesClosesWith1009() {
    try (RawClient raw = RawClient.connect(Wire.WAR.presence())) {
      raw.frame(RawClient.TEXT, true, "[".concat(" ".repeat(8_000_000)).getBytes(UTF_8));
      assertThat(raw.readClose()).isIn(1009, 1006);
    }
    assertThat(Http.status(ready())).isEqualTo(200);
  }

  @Test
  void aMessageInFragmentsIsOneFrame() {
    try (RawClient raw = RawClient.connect(Wire.WAR.presence())) {
      assertThat(raw.readText()).startsWith("[\"session\"");
      raw.frame(RawClient.TEXT, false, "[\"viewing\"".getBytes(UTF_8));
      raw.frame(RawClient.PING, true, new byte[0]);
      raw.frame(RawClient.CONTINUATION, false, ",\"".getBytes(UTF_8));
      raw.frame(RawClient.CONTINUATION, true, (post + "\"]").getBytes(UTF_8));
      assertThat(raw.readText()).isEqualTo("[\"counts\",\"" + post + "\",1,1]");
    }
  }

  @Test
  void fragmentsThatTogetherAreTooLongCloseWith1009() {
    try (RawClient raw = RawClient.connect(Wire.WAR.presence())) {
      raw.frame(RawClient.TEXT, false, "[\"viewing\",\"".getBytes(UTF_8));
      for (int i = 0; i < 9; i++) {
        raw.frame(RawClient.CONTINUATION, false, "1".repeat(1_000).getBytes(UTF_8));
      }
      assertThat(raw.readClose()).isEqualTo(1009);
    }
  }

  @Test
  void anUnmaskedFrameEndsTheSocketAlone() {
    try (RawClient raw = RawClient.connect(Wire.WAR.presence());
        Reader reader = Wire.viewing(post)) {
      raw.unmasked(RawClient.TEXT, "[\"parked\"]".getBytes(UTF_8));
      assertThat(raw.readClose()).isIn(1002, 1006);
      reader.reconcile();
    }
  }

  @Test
  void deepNestingHarmsNobody() {
    try (Reader reader = Wire.connect()) {
      reader.send("[".repeat(MAX_BYTES));
      assertThat(reader.awaitClose()).isEqualTo(1007);
    }
    try (Reader reader = Wire.connect()) {
      String deep = "[".repeat(4_000) + "]".repeat(4_000);
      reader.send("[\"nonsense\"," + deep + "]");
      reader.awaitFrame("an answer", frame -> frame.is("error"));
    }
    assertThat(Http.status(ready())).isEqualTo(200);
  }

  @Test
  void aFaultEndsTheSessionOfItsSocketAndNoOther() {
    try (Reader stays = Wire.viewing(post)) {
      Reader faulty = Wire.viewing(post);
      stays.awaitCounts(post, 2, 2);
      faulty.send("{}");
      assertThat(faulty.awaitClose()).isEqualTo(1007);
      stays.awaitCounts(post, 1, 2);
    }
  }

  private static URI ready() {
    return Wire.WAR.base().resolve("health/ready");
  }
}
