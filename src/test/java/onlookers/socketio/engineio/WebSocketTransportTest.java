package onlookers.socketio.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.websocket.EndpointConfigurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a container does, sending does not throw, and is answered once. */
class WebSocketTransportTest {
  private static final EnginePacket TEXT = EnginePacket.text("4a");
  private static final EnginePacket BYTES = EnginePacket.message(new byte[] {1, 2, 3});

  private final FakeSocket socket = new FakeSocket();
  private final List<Boolean> done = new ArrayList<>();

  static Stream<Arguments> failures() {
    return Stream.of(
        failure("as Tyrus", new RuntimeException("Socket is not connected.")),
        failure("as Tomcat", new IllegalStateException("closed")),
        failure("as a bug", new NullPointerException()),
        failure("by an Error", new NoClassDefFoundError("stopped")),
        failure("as it may not", new IOException("broken pipe")));
  }

  static Stream<Arguments> uncheckedFailures() {
    return failures().filter(failure -> !(failure.get()[0] instanceof IOException));
  }

  private static Arguments failure(String name, Throwable failure) {
    return Arguments.argumentSet(name, failure);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aContainerThatThrowsHasNotSent(Throwable failure) {
    socket.sending = handler -> fail(failure);
    send(TEXT);
    send(BYTES);

    assertThat(done).containsExactly(false, false);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aContainerThatCallsBackAndThrowsIsReportedOnce(Throwable failure) {
    socket.sending =
        handler -> {
          handler.onResult(new SendResult());
          fail(failure);
        };
    send(TEXT);

    assertThat(done).containsExactly(true);
  }

  @Test
  void aContainerThatThrowsAndCallsBackLaterIsReportedOnce() {
    List<SendHandler> later = new ArrayList<>();
    socket.sending =
        handler -> {
          later.add(handler);
          fail(new RuntimeException("Socket is not connected."));
        };
    send(TEXT);
    later.get(0).onResult(new SendResult(new IOException("closed")));
    later.get(0).onResult(new SendResult());

    assertThat(done).containsExactly(false);
  }

  @ParameterizedTest
  @MethodSource("uncheckedFailures")
  void theCallbackMayFailToo(Throwable failure) {
    List<SendHandler> later = new ArrayList<>();
    channel(EngineProtocol.V4, false).send(TEXT, ok -> sneak(failure));
    socket.sending = later::add;
    channel(EngineProtocol.V4, false).send(TEXT, ok -> sneak(failure));

    assertThatCode(() -> later.get(0).onResult(new SendResult())).doesNotThrowAnyException();
    assertThat(socket.sent).containsExactly("4a", "4a");
  }

  @Test
  void whetherItIsSentIsKnownWhenTheContainerSaysSo() {
    List<SendHandler> later = new ArrayList<>();
    socket.sending = later::add;
    send(TEXT);
    send(TEXT);
    assertThat(done).isEmpty();

    later.get(0).onResult(new SendResult());
    later.get(1).onResult(new SendResult(new IOException("closed")));
    assertThat(done).containsExactly(true, false);
  }

  private void offerFrames(BiPredicate<ByteBuffer, Consumer<Boolean>> frames) {
    Supplier<Object> offer = () -> frames;
    socket.properties.put(EndpointConfigurator.FRAMES, offer);
  }

  @Test
  void anEngineOfOursGetsWholeFrames() {
    List<ByteBuffer> frames = new ArrayList<>();
    offerFrames((frame, later) -> frames.add(frame));
    send(TEXT);

    assertThat(frames).containsExactly(ByteBuffer.wrap(new byte[] {(byte) 0x81, 2, '4', 'a'}));
    assertThat(socket.sent).isEmpty();
    assertThat(done).containsExactly(true);
  }

  @Test
  void aFrameOnItsWayIsSentWhenTheEngineSaysSo() {
    List<Consumer<Boolean>> later = new ArrayList<>();
    offerFrames((frame, outcome) -> !later.add(outcome));
    send(TEXT);
    assertThat(done).isEmpty();
    later.get(0).accept(false);

    assertThat(socket.sent).isEmpty();
    assertThat(done).containsExactly(false);
  }

  @Test
  void behindAControlFrameOfTheEngineItsOwnWayIsTaken() {
    offerFrames(
        (frame, outcome) -> {
          throw new WritePendingException();
        });
    send(TEXT);

    assertThat(socket.sent).containsExactly("4a");
    assertThat(done).containsExactly(true);
  }

  @Test
  void anEngineThatThrowsHasNotSent() {
    offerFrames(
        (frame, outcome) -> {
          throw new IllegalStateException("closed");
        });
    send(TEXT);

    assertThat(socket.sent).isEmpty();
    assertThat(done).containsExactly(false);
  }

  @Test
  void bytesAreSpelledForTheClient() {
    channel(EngineProtocol.V4, false).send(BYTES, done::add);
    channel(EngineProtocol.V3, false).send(BYTES, done::add);
    channel(EngineProtocol.V4, true).send(BYTES, done::add);
    channel(EngineProtocol.V3, true).send(BYTES, done::add);
    channel(EngineProtocol.V3, true).send(TEXT, done::add);

    assertThat(socket.sent).containsExactly("010203", "04010203", "bAQID", "b4AQID", "4a");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void closingDoesNotThrow(Throwable failure) {
    socket.closing = failure;
    channel(EngineProtocol.V4, false).close(SessionClose.STOPPED);

    assertThat(socket.closed).singleElement().satisfies(this::isSessionClose);
  }

  private void isSessionClose(CloseReason reason) {
    assertThat(reason.getCloseCode().getCode()).isEqualTo(1012);
    assertThat(reason.getReasonPhrase()).isEqualTo("the server is going away: reconnect");
  }

  private void send(EnginePacket packet) {
    channel(EngineProtocol.V4, false).send(packet, done::add);
  }

  private WebSocketTransport channel(EngineProtocol protocol, boolean base64) {
    return new WebSocketTransport(socket.session(), protocol, base64);
  }

  private static void fail(Throwable failure) throws Throwable {
    throw failure;
  }

  /** Throws even what a method may not. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }
}
