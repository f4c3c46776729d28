package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.websocket.ContainerSession;
import onlookers.websocket.LateFrames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages by WebSocket, in the parts in which a container hands them over. */
class SocketReaderTest extends EngineFixture {
  private static final int MAX = LIMITS.maxPayload();

  private final ContainerSession container = new ContainerSession(0, Runnable::run);
  private final LateFrames late = new LateFrames(container.session());
  private SocketReader socketReader;

  @BeforeEach
  void come() {
    socketReader = new SocketReader(connect(), socket, MAX, late);
  }

  private void bytes(int length, boolean last) {
    socketReader.bytes(ByteBuffer.allocate(length), last);
  }

  @Test
  void aTextIsDeliveredWhenItIsWhole() {
    socketReader.text("4", false);
    socketReader.text("ab", false);
    assertThat(application.received).isEmpty();
    socketReader.text("c", true);
    socketReader.text("4d", true);

    assertThat(application.received).containsExactly("abc", "d");
  }

  @Test
  void whoeverIsSentAwayAndSendsOnAndOnIsLeftToTheContainer() {
    for (int i = 0; i < 2 * LateFrames.MAX; i++) {
      socketReader.text("4honest", true);
    }
    socket.finish(SessionClose.TOO_LONG);
    new WebSocketTransport(container.session(), EngineProtocol.V4, false)
        .ending(SessionClose.TOO_LONG);
    for (int i = 0; i < LateFrames.MAX / 2; i++) {
      socketReader.text("4late", true);
      bytes(1, true);
    }

    assertThatThrownBy(() -> socketReader.text("4", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("it has ended");
    assertThat(container.closeCode()).isEqualTo(1009);
    assertThatThrownBy(() -> bytes(1, false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void bytesAreDeliveredWhenTheyAreWhole() {
    bytes(1, false);
    bytes(2, false);
    assertThat(application.received).isEmpty();
    bytes(3, true);
    bytes(0, true);

    assertThat(application.received).containsExactly("6 bytes", "0 bytes");
  }

  @Test
  void theLongestMessagesAreTaken() {
    socketReader.text("4" + "x".repeat(MAX - 2), false);
    socketReader.text("x", true);
    bytes(MAX - 1, false);
    bytes(1, true);
    bytes(MAX, true);

    assertThat(application.received)
        .containsExactly("x".repeat(MAX - 1), MAX + " bytes", MAX + " bytes");
  }

  @Test
  void aLongerTextEndsTheSession() {
    socketReader.text("4" + "x".repeat(MAX - 1), false);
    assertThat(application.received).isEmpty();
    socketReader.text("x", false);

    assertThat(channel.sent).containsExactly("close 1009");
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void longerBytesEndTheSession() {
    bytes(MAX, false);
    assertThat(application.received).isEmpty();
    bytes(1, false);

    assertThat(channel.sent).containsExactly("close 1009");
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void partsWithoutBytesDoNotGoOnForEver() {
    for (int i = 0; i < MAX; i++) {
      bytes(0, false);
    }
    assertThat(application.received).isEmpty();
    bytes(0, false);

    assertThat(channel.sent).containsExactly("close 1009");
  }

  @Test
  void partsWithoutBytesCountForTheirOwnMessageOnly() {
    for (int message = 0; message < 2; message++) {
      for (int i = 0; i < MAX; i++) {
        bytes(0, false);
      }
      bytes(0, true);
    }

    assertThat(application.received).containsExactly("0 bytes", "0 bytes");
  }

  @Test
  void partsWithoutTextDoNotGoOnForEver() {
    for (int i = 0; i <= MAX; i++) {
      socketReader.text("", false);
    }

    assertThat(channel.sent).containsExactly("close 1009");
  }

  @Test
  void whatIsNoPacketEndsTheSession() {
    socketReader.text("9", true);

    assertThat(channel.sent).containsExactly("close 1002");
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void bytesThatAreNoPacketEndTheSession() {
    EngineSocket old = engine.socket(channel);
    EngineSession session = engine.connect(query("EIO=3&transport=websocket"), "", old);
    channel.sent.clear();
    new SocketReader(session, old, MAX, late).bytes(ByteBuffer.wrap(new byte[] {5, 1}), true);

    assertThat(channel.sent).containsExactly("close 1002");
  }

  @Test
  void whatIsNoPacketEndsAProbeAlone() {
    begin();
    RecordingTransport second = new RecordingTransport();
    EngineSocket probe = engine.socket(second);
    EngineSession session =
        engine.connect(query(known().replace("polling", "websocket")), "", probe);
    new SocketReader(session, probe, MAX, late).text("", true);

    assertThat(second.sent).containsExactly("close 1002");
    assertThat(application.received).isEmpty();
  }

  @Test
  void aCloseFrameIsAGoodbye() {
    socketReader.closed(true);
    socketReader.closed(false);
    assertThat(application.received).containsExactly("closed");
  }

  @Test
  void noCloseFrameIsNone() {
    socketReader.closed(false);
    assertThat(application.received).containsExactly("lost");
  }
}
