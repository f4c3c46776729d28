package onlookers.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages by polling: payloads of both versions, right ones and wrong ones. */
class PollingIT {
  private static final String TEXT = "text/plain;charset=UTF-8";
  private static final String BINARY = "application/octet-stream";

  private static EnginePolling open(int version) {
    return TestHost.PATIENT.echo(version).open();
  }

  private static void assertEcho(EnginePolling session, String... packets) {
    Answer posted = session.post(packets);
    assertThat(posted.status()).as(posted.text()).isEqualTo(200);
    assertThat(posted.text()).isEqualTo("ok");
    assertThat(posted.header("Content-Type")).startsWith("text/html");
    Answer polled = session.poll();
    assertThat(polled.status()).isEqualTo(200);
    assertThat(polled.text()).isEqualTo(session.payload(packets));
  }

  private static void assertEnded(EnginePolling session) {
    assertThat(session.isUnknown()).isTrue();
    assertThat(session.poll().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void oneMessageGoesThereAndBack(int version) {
    assertEcho(open(version), "4hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void severalMessagesKeepTheirOrder(int version) {
    assertEcho(open(version), "4test1", "4test2", "4test3");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void anEmptyMessageIsAMessage(int version) {
    assertEcho(open(version), "4", "4after");
  }

  @Test
  void bytesAreBase64InTheFourthVersion() {
    assertEcho(open(4), "4hello", "bAQIDBA==");
  }

  @Test
  void bytesAreBase64InTheThirdVersionForWhoAsksForIt() {
    assertEcho(TestHost.PATIENT.echo(3).openWith("&b64=1"), "4hello", "b4AQIDBA==");
  }

  @Test
  void bytesAreBytesInTheThirdVersionOtherwise() {
    EnginePolling session = open(3);
    assertThat(session.post("4hello", "b4AQIDBA==").text()).isEqualTo("ok");
    Answer polled = session.poll();
    assertThat(polled.header("Content-Type")).isEqualTo(BINARY);
    assertThat(polled.body())
        .isEqualTo(bytes(0, 6, 0xFF, '4', 'h', 'e', 'l', 'l', 'o', 1, 5, 0xFF, 4, 1, 2, 3, 4));
  }

  @Test
  void aBinaryPayloadIsReadInTheThirdVersion() {
    EnginePolling session = TestHost.PATIENT.echo(3).openWith("&b64=1");
    byte[] payload = bytes(0, 6, 0xFF, '4', 'h', 'e', 'l', 'l', 'o', 1, 5, 0xFF, 4, 1, 2, 3, 4);
    assertThat(session.post(BodyPublishers.ofByteArray(payload), BINARY).text()).isEqualTo("ok");
    assertThat(session.poll().text()).isEqualTo("6:4hello10:b4AQIDBA==");
  }

  @Test
  void lengthsOfABinaryPayloadAreDecimalDigitsAndCountBytes() {
    EnginePolling session = TestHost.PATIENT.echo(3).openWith("&b64=1");
    String text = "4" + "é".repeat(6);
    byte[] content = text.getBytes(UTF_8);
    byte[] payload = new byte[content.length + 4];
    payload[1] = 1;
    payload[2] = 3;
    payload[3] = (byte) 0xFF;
    System.arraycopy(content, 0, payload, 4, content.length);
    assertThat(session.post(BodyPublishers.ofByteArray(payload), BINARY).text()).isEqualTo("ok");
    assertThat(session.poll().text()).isEqualTo("7:" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4é", "4€", "4日本語", "4\uD83D\uDE00"})
  void charactersAreThoseOfUtf8(String packet) {
    assertEcho(open(4), packet, "4after");
    assertEcho(TestHost.PATIENT.echo(3).openWith("&b64=1"), packet, "4after");
  }

  @Test
  void whatIsNotAsciiIsFramedInBytesInTheThirdVersion() {
    EnginePolling session = open(3);
    session.post("4€");
    Answer polled = session.poll();
    assertThat(polled.header("Content-Type")).isEqualTo(BINARY);
    assertThat(polled.body()).isEqualTo(bytes(0, 4, 0xFF, '4', 0xE2, 0x82, 0xAC));
  }

  @Test
  void theOldestClientsGetEverythingFramedInBytes() {
    Answer handshake = TestHost.PATIENT.echo(3).get("transport=polling&t=1795490384363-0");
    assertThat(handshake.header("Content-Type")).isEqualTo(BINARY);
    int separator = 4;
    assertThat(handshake.body()[0]).isZero();
    assertThat(handshake.body()[separator]).isEqualTo((byte) 0xFF);
    assertThat(handshake.body()[separator + 1]).isEqualTo((byte) '0');
    EnginePolling session = new EnginePolling(TestHost.PATIENT.echo(3), handshake.sid());
    session.post("4a");
    Answer polled = session.poll();
    assertThat(polled.header("Content-Type")).isEqualTo(BINARY);
    assertThat(polled.body()).isEqualTo(bytes(0, 2, 0xFF, '4', 'a'));
  }

  @Test
  void laterClientsOfTheThirdVersionGetText() {
    Answer handshake = TestHost.PATIENT.echo(3).get("transport=polling&t=Q8BVc9o");
    assertThat(handshake.header("Content-Type").replace(" ", "")).isEqualToIgnoringCase(TEXT);
  }

  @Test
  void aLongMessageIsFramedInBytesInTheThirdVersion() {
    EnginePolling session = open(3);
    session.post("4" + "x".repeat(32_001));
    assertThat(session.poll().header("Content-Type")).isEqualTo(BINARY);
    session.post("4short");
    assertThat(session.poll().text()).isEqualTo("6:4short");
  }

  @Test
  void whatOldClientsEncodeTwiceIsDecodedTwice() {
    EnginePolling session = TestHost.PATIENT.echo(3).openWith("&b64=1");
    String twice = new String("4Zoé".getBytes(UTF_8), ISO_8859_1);
    assertThat(session.post(twice).text()).isEqualTo("ok");
    assertThat(session.poll().text()).isEqualTo("4:4Zoé");
  }

  @Test
  void whoShowsThatItEncodesOnceIsNeverDecodedTwice() {
    EnginePolling session = TestHost.PATIENT.echo(3).openWith("&b64=1");
    assertEcho(session, "4€");
    assertEcho(session, "4Ã©");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aLongMessageGoesThereAndBack(int version) {
    assertEcho(
        TestHost.PATIENT.echo(version).openWith("&b64=1"), "4" + "0123456789".repeat(20_000));
  }

  @ParameterizedTest
  @CsvSource({
    "4,abc",
    "4,9",
    "4,''",
    "4,'4a\u001e\u001e4b'",
    "4,'b!!!!'",
    "3,abc",
    "3,''",
    "3,9:4hello",
    "3,6:4hello7:4cut",
    "3,1:9",
    "3,':4hello'",
    "3,-1:4hello",
    "3,99999999999999999999:4hello",
    "3,4:b4!!"
  })
  void aPayloadThatIsNoneEndsTheSession(int version, String payload) {
    EnginePolling session = open(version);
    assertThat(session.postPayload(payload).status()).isEqualTo(400);
    assertEnded(session);
  }

  @Test
  void aBinaryPayloadThatIsCutEndsTheSession() {
    for (byte[] payload :
        List.of(
            bytes(0, 6, 0xFF, '4', 'h'),
            bytes(0, 6),
            bytes(0, 0xFF, '4'),
            bytes(2, 1, 0xFF, '4'),
            bytes(0, 11, 0xFF, '4'),
            bytes(0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0xFF, '4'))) {
      EnginePolling session = open(3);
      assertThat(session.post(BodyPublishers.ofByteArray(payload), BINARY).status()).isEqualTo(400);
      assertEnded(session);
    }
  }

  @Test
  void theFourthVersionHasNoBinaryPayload() {
    EnginePolling session = open(4);
    assertThat(session.post(BodyPublishers.ofString("4hello"), BINARY).status()).isEqualTo(400);
  }

  @Test
  void nothingOfAPayloadWithAFaultIsCarriedOut() {
    EnginePolling session = open(4);
    CompletableFuture<Answer> parked = session.pollLater();
    assertThat(session.post("4hello", "abc").status()).isEqualTo(400);
    assertThat(parked.join().text()).doesNotContain("hello");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aSecondPollBesideTheFirstEndsTheSession(int version) {
    EnginePolling session = open(version);
    List<Answer> answers =
        Stream.of(session.pollLater(), session.pollLater()).map(CompletableFuture::join).toList();
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 400);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 200)
        .extracting(Answer::text)
        .containsExactly(session.payload("1"));
    assertEnded(session);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aPollAfterACancelledOneEndsTheSession(int version) {
    EnginePolling session = open(version);
    CancelledRequest.send(session);
    Answer second = session.poll();
    assertThat(second.status() == 400 || second.text().equals(session.payload("1")))
        .as("%s %s", second.status(), second.text())
        .isTrue();
    assertEnded(session);
  }

  @Test
  void moreThanTheLargestPayloadIsRefusedByItsLength() {
    EnginePolling session = open(4);
    String payload = "4" + "x".repeat(TestHost.MAX_PAYLOAD);
    assertThat(session.postPayload(payload).status()).isEqualTo(413);
    assertEnded(session);
  }

  @Test
  void moreThanTheLargestPayloadIsRefusedWithoutALengthToo() {
    EnginePolling session = open(4);
    byte[] payload = ("4" + "x".repeat(TestHost.MAX_PAYLOAD)).getBytes(UTF_8);
    assertThat(
            session
                .post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(payload)), TEXT)
                .status())
        .isEqualTo(413);
    assertEnded(session);
  }

  @Test
  void theLargestPayloadIsTakenWithAndWithoutALength() {
    byte[] payload = ("4" + "x".repeat(TestHost.MAX_PAYLOAD - 1)).getBytes(UTF_8);
    EnginePolling session = open(4);
    assertThat(session.post(BodyPublishers.ofByteArray(payload), TEXT).text()).isEqualTo("ok");
    assertThat(session.poll().body()).hasSize(TestHost.MAX_PAYLOAD);
    assertThat(
            session
                .post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(payload)), TEXT)
                .text())
        .isEqualTo("ok");
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
