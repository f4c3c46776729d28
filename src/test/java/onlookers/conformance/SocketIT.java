package onlookers.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages by WebSocket, one packet a frame. */
class SocketIT {
  private static EngineSocket connect(int version) {
    return TestHost.PATIENT.echo(version).connect();
  }

  @ParameterizedTest
  @CsvSource({"3,4hello", "4,4hello", "3,4", "4,4", "3,4Zoé €", "4,4Zoé €"})
  void textGoesThereAndBack(int version, String packet) {
    try (EngineSocket socket = connect(version)) {
      socket.send(packet);
      assertThat(socket.next()).isEqualTo(packet);
    }
  }

  @Test
  void bytesAreTheMessageInTheFourthVersion() {
    try (EngineSocket socket = connect(4)) {
      socket.send(PollingIT.bytes(1, 2, 3, 4));
      assertThat(socket.next()).isEqualTo(PollingIT.bytes(1, 2, 3, 4));
    }
  }

  @Test
  void bytesComeAfterTheTypeInTheThirdVersion() {
    try (EngineSocket socket = connect(3)) {
      socket.send(PollingIT.bytes(4, 1, 2, 3, 4));
      assertThat(socket.next()).isEqualTo(PollingIT.bytes(4, 1, 2, 3, 4));
    }
  }

  @ParameterizedTest
  @CsvSource({"3,b4AQIDBA==", "4,bAQIDBA=="})
  void whoAsksForBase64GetsIt(int version, String packet) {
    try (EngineSocket socket = TestHost.PATIENT.echo(version).connectWith("&b64=1")) {
      socket.send(packet);
      assertThat(socket.next()).isEqualTo(packet);
    }
  }

  @Test
  void textThatBeginsWithABIsBytes() {
    try (EngineSocket four = connect(4);
        EngineSocket three = connect(3)) {
      four.send("bAQIDBA==");
      assertThat(four.next()).isEqualTo(PollingIT.bytes(1, 2, 3, 4));
      three.send("b4AQIDBA==");
      assertThat(three.next()).isEqualTo(PollingIT.bytes(4, 1, 2, 3, 4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aLongMessageGoesThereAndBack(int version) {
    String packet = "4" + "0123456789".repeat(20_000);
    try (EngineSocket socket = connect(version)) {
      socket.send(packet);
      assertThat(socket.next()).isEqualTo(packet);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void manyMessagesKeepTheirOrder(int version) {
    try (EngineSocket socket = connect(version)) {
      for (int i = 0; i < 100; i++) {
        socket.send("4" + i);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(socket.next()).isEqualTo("4" + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3,abc", "4,abc", "3,9", "4,9", "3,''", "4,''", "3,b4!!", "4,b!!"})
  void whatIsNoPacketClosesTheConnection(int version, String packet) {
    try (EngineSocket socket = connect(version)) {
      socket.send(packet);
      socket.awaitEnd();
    }
  }

  @Test
  void bytesOfAnUnknownTypeCloseTheConnectionInTheThirdVersion() {
    try (EngineSocket socket = connect(3)) {
      socket.send(PollingIT.bytes(9, 1, 2));
      socket.awaitEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void moreThanTheLargestPayloadClosesTheConnection(int version) {
    try (EngineSocket socket = connect(version)) {
      socket.send("4" + "x".repeat(TestHost.MAX_PAYLOAD));
      socket.awaitEnd();
    }
    try (EngineSocket socket = connect(version)) {
      byte[] packet = new byte[TestHost.MAX_PAYLOAD + 2];
      packet[0] = 4;
      socket.send(packet);
      socket.awaitEnd();
    }
  }
}
