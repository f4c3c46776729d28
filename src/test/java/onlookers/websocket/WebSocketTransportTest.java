package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the container does, the transport throws nothing, and reports once. */
class WebSocketTransportTest {
  private final List<Boolean> results = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final Map<String, Object> properties = new HashMap<>();
  private Throwable failure;
  private SendHandler handler;

  static List<Throwable> whatContainersThrow() {
    return List.of(
        new RuntimeException("Socket is not connected."), // Tyrus
        new IllegalStateException("The WebSocket session has been closed"), // Tomcat
        new IllegalArgumentException("no handler"),
        new NullPointerException(),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("whatContainersThrow")
  void whatTheContainerThrowsIsAFrameThatWasNotSent(Throwable thrown) {
    WebSocketTransport wire = wire();
    failure = thrown;

    assertThat(wire.send(new Frame("hello"), results::add)).isFalse();

    assertThat(results).containsExactly(false);
  }

  @ParameterizedTest
  @MethodSource("whatContainersThrow")
  void whatTheContainerThrowsIsNoPingAndNoGoodbye(Throwable thrown) {
    WebSocketTransport wire = wire();
    failure = thrown;

    wire.ping();
    wire.close(CloseStatus.SILENT);

    assertThat(calls).containsExactly("sendPing", "close");
  }

  @Test
  void aBrokenSocketIsNoPingAndNoGoodbye() {
    WebSocketTransport wire = wire();
    failure = new IOException("Broken pipe");

    wire.ping();
    wire.close(CloseStatus.SILENT);

    assertThat(calls).containsExactly("sendPing", "close");
  }

  @Test
  void howAFrameWentOutIsReportedOnce() {
    WebSocketTransport wire = wire();
    wire.send(new Frame("hello"), results::add);
    assertThat(results).isEmpty();

    handler.onResult(new SendResult());
    handler.onResult(new SendResult(new IOException("late")));

    assertThat(results).containsExactly(true);
    assertThat(calls).containsExactly("sendText hello");
  }

  @Test
  void aContainerThatCallsBackAndThrowsBesidesIsReportedOnce() {
    properties.put("inline", true);
    WebSocketTransport wire = wire();
    failure = new RuntimeException("Socket is not connected.");

    wire.send(new Frame("hello"), results::add);

    assertThat(results).containsExactly(false);
  }

  @Test
  void whereTheEngineIsOursAFrameGoesPastItsEncoder() {
    offers((bytes, done) -> bytes.remaining() == "hello".length() + 2);
    WebSocketTransport wire = wire();

    assertThat(wire.send(new Frame("hello"), results::add)).isTrue();
    assertThat(calls).isEmpty();
    assertThat(properties).as("it is offered once").doesNotContainKey(EndpointConfigurator.FRAMES);
  }

  @Test
  void whereTheEngineHasNotSentTheFrameYetItSaysSoLater() {
    offers((bytes, done) -> false);

    assertThat(wire().send(new Frame("hello"), results::add)).isFalse();

    assertThat(calls).isEmpty();
    assertThat(results).isEmpty();
  }

  @Test
  void aSocketWaitsForItsClientAsLongAsWeSay() {
    wire();

    assertThat(properties)
        .as("the heartbeat decides")
        .containsEntry("idle", 0L)
        .containsKeys(
            "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT",
            "org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT");
  }

  @Test
  void whileAnotherFrameIsOnItsWayTheEncoderQueuesIt() {
    offers(
        (bytes, done) -> {
          throw new WritePendingException();
        });
    WebSocketTransport wire = wire();

    assertThat(wire.send(new Frame("hello"), results::add)).isFalse();
    assertThat(calls).containsExactly("sendText hello");
  }

  @ParameterizedTest
  @MethodSource("whatContainersThrow")
  void whatTheEngineThrowsIsAFrameThatWasNotSent(Throwable thrown) {
    offers(
        (bytes, done) -> {
          sneak(thrown);
          return true;
        });
    WebSocketTransport wire = wire();

    assertThat(wire.send(new Frame("hello"), results::add)).isFalse();
    assertThat(results).containsExactly(false);
  }

  @Test
  void whereTheEngineIsOursAPingIsOneWholeFrameThatWaitsForNobody() {
    List<ByteBuffer> frames = new ArrayList<>();
    offers((bytes, done) -> frames.add(bytes));

    wire().ping();

    assertThat(frames).containsExactly(ByteBuffer.wrap(new byte[] {(byte) 0x89, 0}));
    assertThat(calls).isEmpty();
  }

  @Test
  void aFrameThatComesWhileThePingIsNotOutGoesOutAfterIt() {
    List<Consumer<Boolean>> pings = new ArrayList<>();
    List<ByteBuffer> out = new ArrayList<>();
    offers(
        (bytes, done) -> {
          if (bytes.get(0) == (byte) 0x89) {
            pings.add(done);
            return false;
          }
          if (pings.size() == 1) {
            throw new WritePendingException();
          }
          return out.add(bytes);
        });
    WebSocketTransport wire = wire();
    wire.ping();

    assertThat(wire.send(new Frame("hello"), results::add)).isFalse();
    assertThat(results).isEmpty();
    assertThat(calls).as("what the engine queues behind a ping of ours stays there").isEmpty();

    pings.add(written -> {}); // the turn is free
    pings.get(0).accept(true);

    assertThat(results).containsExactly(true);
    assertThat(out).hasSize(1);
  }

  @Test
  void aPingThatIsNotOutYetIsFollowedByNoOther() {
    List<Consumer<Boolean>> pings = new ArrayList<>();
    offers(
        (bytes, done) -> {
          pings.add(done);
          return false;
        });
    WebSocketTransport wire = wire();
    wire.ping();
    wire.ping();
    assertThat(pings).hasSize(1);

    pings.get(0).accept(true);
    wire.ping();
    assertThat(pings).hasSize(2);
    assertThat(calls).isEmpty();
  }

  @Test
  void aFrameThatComesAfterThePingGoesOutAtOnce() {
    offers((bytes, done) -> true);
    WebSocketTransport wire = wire();
    wire.ping();

    assertThat(wire.send(new Frame("hello"), results::add)).isTrue();
    assertThat(results).isEmpty();
  }

  @Test
  void whileAnotherFrameIsOnItsWayThePingGoesTheEnginesWay() {
    offers(
        (bytes, done) -> {
          throw new WritePendingException();
        });

    wire().ping();

    assertThat(calls).containsExactly("sendPing");
  }

  @ParameterizedTest
  @MethodSource("whatContainersThrow")
  void whatTheEngineThrowsIsNoPing(Throwable thrown) {
    offers(
        (bytes, done) -> {
          sneak(thrown);
          return true;
        });

    wire().ping();

    assertThat(calls).isEmpty();
  }

  private void offers(BiPredicate<ByteBuffer, Consumer<Boolean>> frames) {
    Supplier<BiPredicate<ByteBuffer, Consumer<Boolean>>> offer = () -> frames;
    properties.put(EndpointConfigurator.FRAMES, offer);
  }

  private WebSocketTransport wire() {
    return new WebSocketTransport(
        proxy(
            Session.class,
            (method, arguments) ->
                switch (method) {
                  case "getUserProperties" -> properties;
                  case "getAsyncRemote" -> proxy(RemoteEndpoint.Async.class, this::remote);
                  case "getBasicRemote" -> proxy(RemoteEndpoint.Basic.class, this::remote);
                  case "setMaxIdleTimeout" -> {
                    properties.put("idle", arguments[0]);
                    yield null;
                  }
                  case "close" -> {
                    assertThat(arguments[0]).isInstanceOf(CloseReason.class);
                    calls.add("close");
                    fail();
                    yield null;
                  }
                  default -> null;
                }));
  }

  private Object remote(String method, Object[] arguments) throws Throwable {
    if (method.equals("sendText")) {
      handler = (SendHandler) arguments[1];
      if (properties.containsKey("inline")) {
        handler.onResult(new SendResult(new IOException("closed")));
      }
      calls.add("sendText " + arguments[0]);
    } else {
      calls.add(method);
    }
    fail();
    return null;
  }

  private void fail() throws Throwable {
    if (failure != null) {
      throw failure;
    }
  }

  @SuppressWarnings("unchecked") // the compiler takes it for unchecked
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private interface Call {
    Object answer(String method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.answer(method.getName(), arguments)));
  }
}
