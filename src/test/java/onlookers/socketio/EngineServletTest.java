package onlookers.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.ManualScheduler;
import onlookers.http.FakeExchange;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.engineio.Engine;
import onlookers.socketio.engineio.EngineSession;
import onlookers.socketio.engineio.MessageHandler;
import onlookers.socketio.engineio.SessionHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of Engine.IO as a container hands them over, whole, in parts, and never to their end.
 */
class EngineServletTest implements SessionHandler, MessageHandler {
  private static final int MAX_PAYLOAD = 20;
  private static final EngineLimits LIMITS =
      new EngineLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), MAX_PAYLOAD);
  private static final String TOO_LONG = "4" + "x".repeat(MAX_PAYLOAD);
  private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";

  private final Engine engine = new Engine(LIMITS, this, new ManualScheduler(), Runnable::run);
  private final EngineServlet servlet = new EngineServlet(engine, Duration.ofSeconds(20));
  private final List<String> received = new ArrayList<>();
  private String sid;

  @Override
  public MessageHandler open(EngineSession session) {
    return this;
  }

  @Override
  public void text(String message) {
    received.add(message);
  }

  @Override
  public void bytes(byte[] message) {
    received.add(new String(message, UTF_8));
  }

  @Override
  public void tick(long nowNanos) {}

  @Override
  public void closed(boolean orderly) {
    received.add(orderly ? "closed" : "lost");
  }

  @BeforeEach
  void begin() throws IOException {
    FakeExchange handshake = new FakeExchange("GET", "EIO=4&transport=polling");
    serve(handshake);
    sid = handshake.text().split("\"", 5)[3];
    assertThat(handshake.completions).isEqualTo(1);
    assertThat(handshake.timeout).isZero();
  }

  private void serve(FakeExchange exchange) throws IOException {
    servlet.service(exchange.request, exchange.response);
  }

  private FakeExchange exchange(String method) {
    return new FakeExchange(method, "EIO=4&transport=polling&sid=" + sid);
  }

  /** A request whose body has not come yet; its length is announced unless it is -1. */
  private FakeExchange posting(long length) throws IOException {
    FakeExchange exchange = exchange("POST");
    exchange.contentLength = length;
    serve(exchange);
    return exchange;
  }

  private FakeExchange post(String body) throws IOException {
    FakeExchange exchange = exchange("POST");
    exchange.contentLength = body.length();
    exchange.comes(body);
    serve(exchange);
    return exchange;
  }

  private static void assertAnswer(FakeExchange exchange, int status, String text) {
    assertThat(exchange.text()).isEqualTo(text);
    assertThat(exchange.status).isEqualTo(status);
  }

  @Test
  void aBodyThatIsHereIsAnsweredAtOnce() throws IOException {
    FakeExchange exchange = post("4a");

    assertAnswer(exchange, 200, "ok");
    assertThat(exchange.parked).isFalse();
    assertThat(received).containsExactly("a");
  }

  @Test
  void aBodyThatComesInPartsIsReceivedWhole() throws IOException {
    FakeExchange exchange = posting(5);
    exchange.comes("4a");
    exchange.comes("\u001e4");
    assertThat(received).isEmpty();
    exchange.comes("b");
    exchange.isWhole();

    assertAnswer(exchange, 200, "ok");
    assertThat(exchange.completions).isEqualTo(1);
    assertThat(exchange.timeout).isEqualTo(20_000);
    assertThat(received).containsExactly("a", "b");
  }

  @Test
  void ofABodyWithoutALengthNothingIsReadBeforeTheContainerSaysSo() throws IOException {
    FakeExchange exchange = exchange("POST");
    exchange.contentLength = -1;
    exchange.failures.put("available", new AssertionError("it may be the head of a chunk"));
    serve(exchange);
    exchange.comes("4a");
    exchange.isWhole();

    assertAnswer(exchange, 200, "ok");
    assertThat(received).containsExactly("a");
  }

  @Test
  void aBodyThatTakesTooLongLosesItsSession() throws IOException {
    FakeExchange waiting = exchange("GET");
    serve(waiting);
    FakeExchange exchange = posting(5);
    exchange.comes("4a");
    exchange.timesOut();

    assertAnswer(exchange, 400, BAD_REQUEST);
    assertAnswer(waiting, 200, "1");
    assertThat(received).containsExactly("lost");
    exchange.comes("\u001e4b");
    exchange.isWhole();
    assertThat(received).containsExactly("lost");
    assertThat(exchange.completions).isEqualTo(1);
    assertThat(post("4c").text()).contains("Session ID unknown");
  }

  @Test
  void aBodyThatBreaksOffLosesItsSession() throws IOException {
    FakeExchange exchange = posting(5);
    exchange.comes("4a");
    exchange.breaks();

    assertAnswer(exchange, 400, BAD_REQUEST);
    assertThat(received).containsExactly("lost");
  }

  @Test
  void aBodyThatTheContainerTakesForWholeTooSoonLosesItsSession() throws IOException {
    FakeExchange exchange = posting(5);
    exchange.comes("4a");
    exchange.isWhole();

    assertAnswer(exchange, 400, BAD_REQUEST);
    assertThat(received).containsExactly("lost");
  }

  @Test
  void aRequestThatTheContainerEndsLosesItsSession() throws IOException {
    FakeExchange exchange = posting(5);
    exchange.fails();

    assertThat(received).containsExactly("lost");
    exchange.comes("4aaaa");
    exchange.isWhole();
    assertThat(received).containsExactly("lost");
    assertThat(exchange.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"getInputStream", "startAsync"})
  void aContainerThatFailsAtARequestLosesItsSession(String method) {
    FakeExchange exchange = exchange("POST");
    exchange.contentLength = 5;
    exchange.failures.put(method, new IllegalStateException("the test wants it"));

    assertThatThrownBy(() -> serve(exchange)).isInstanceOf(IllegalStateException.class);
    assertThat(received).containsExactly("lost");
  }

  @Test
  void aLongerBodyThanAPayloadIsRefusedByItsLength() throws IOException {
    FakeExchange exchange = posting(MAX_PAYLOAD + 1);

    assertThat(exchange.status).isEqualTo(413);
    assertThat(received).containsExactly("closed");
    assertUnread(exchange);
  }

  /** Answered so that the container does not wait for the body afterwards. */
  private static void assertUnread(FakeExchange exchange) {
    assertThat(exchange.parked).isTrue();
    assertThat(exchange.completions).isEqualTo(1);
    assertThat(exchange.headers).containsEntry("Connection", "close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EIO=4&transport=polling",
        "EIO=4&transport=polling&sid=x",
        "EIO=5&transport=polling",
        "transport=x"
      })
  void theBodyOfARequestThatIsRefusedIsNotWaitedFor(String query) throws IOException {
    FakeExchange announced = new FakeExchange("POST", query);
    announced.contentLength = 10;
    serve(announced);
    assertUnread(announced);
    FakeExchange chunked = new FakeExchange("POST", query);
    chunked.contentLength = -1;
    chunked.headers.put("Transfer-Encoding", "chunked");
    serve(chunked);
    assertUnread(chunked);
  }

  @Test
  void theBodyOfASecondRequestIsNotWaitedFor() throws IOException {
    posting(5);
    assertUnread(posting(5));
  }

  @Test
  void theBodyOfAPollIsNotWaitedFor() throws IOException {
    FakeExchange poll = exchange("GET");
    poll.contentLength = 1;
    serve(poll);
    assertThat(poll.completions).isZero();
    engine.close();

    assertAnswer(poll, 200, "1");
    assertUnread(poll);
  }

  @Test
  void aConnectionIsKeptForTheNextRequest() throws IOException {
    FakeExchange poll = exchange("GET");
    serve(poll);
    FakeExchange posted = post("4a");
    FakeExchange late = posting(-1);
    late.comes("4b");
    late.isWhole();
    engine.close();

    assertAnswer(posted, 200, "ok");
    assertAnswer(late, 200, "ok");
    assertAnswer(poll, 200, "1");
    assertThat(poll.headers).doesNotContainKey("Connection");
    assertThat(posted.headers).doesNotContainKey("Connection");
    assertThat(late.headers).doesNotContainKey("Connection");
  }

  @Test
  void aLongerBodyThanAPayloadIsRefusedAsItComes() throws IOException {
    FakeExchange exchange = posting(-1);
    exchange.comes(TOO_LONG);
    assertThat(exchange.status).isEqualTo(413);
    exchange.comes(TOO_LONG);
    exchange.isWhole();

    assertThat(exchange.completions).isEqualTo(1);
    assertThat(received).containsExactly("closed");
  }

  @Test
  void theLongestBodyIsTaken() throws IOException {
    String longest = TOO_LONG.substring(1);
    assertThat(post("4" + longest.substring(1)).text()).isEqualTo("ok");
    FakeExchange exchange = posting(-1);
    exchange.comes("4" + longest.substring(1));
    exchange.isWhole();

    assertAnswer(exchange, 200, "ok");
    assertThat(received).hasSize(2);
  }

  @Test
  void aSecondRequestWhileABodyIsComingEndsTheSession() throws IOException {
    FakeExchange first = posting(5);
    FakeExchange second = post("4a");

    assertAnswer(second, 400, BAD_REQUEST);
    assertThat(received).containsExactly("closed");
    first.comes("4bbbb");
    first.isWhole();
    assertThat(first.text()).contains("Session ID unknown");
    assertThat(received).containsExactly("closed");
  }

  @Test
  void aRequestForNoSessionIsRefused() throws IOException {
    FakeExchange unknown = new FakeExchange("POST", "EIO=4&transport=polling&sid=x");
    serve(unknown);

    assertThat(unknown.parked).isFalse();
    assertAnswer(unknown, 400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"getResponse", "getOutputStream", "complete"})
  void aContainerThatTakesAPollBackHarmsNobody(String method) throws IOException {
    FakeExchange poll = exchange("GET");
    serve(poll);
    poll.failures.put(method, new NullPointerException("taken back"));
    engine.close();

    assertThat(received).containsExactly("closed");
    assertThat(poll.completions).isEqualTo(method.equals("complete") ? 0 : 1);
  }

  /** Tomcat, when an application stops, lets its requests time out before it says so. */
  @Test
  void aPollThatTheContainerEndsBecauseItStopsIsToldThatItsSessionHasEnded() throws IOException {
    FakeExchange poll = exchange("GET");
    serve(poll);
    poll.timesOut();

    assertAnswer(poll, 200, "1");
    assertThat(poll.completions).isEqualTo(1);
    assertThat(received).containsExactly("closed");
  }

  @Test
  void whenTheContainerEndsTheFirstPollAllAreToldBeforeAnythingElse() throws IOException {
    FakeExchange first = exchange("GET");
    serve(first);
    begin();
    FakeExchange second = exchange("GET");
    serve(second);
    first.timesOut();

    assertAnswer(first, 200, "1");
    assertAnswer(second, 200, "1");
    assertThat(received).containsExactly("closed", "closed");
  }

  @Test
  void aPollThatSomebodyElseIsAboutToAnswerIsAnsweredOnceAndNotByTheContainer() throws IOException {
    FakeExchange exchange = exchange("GET");
    PendingPoll poll = new PendingPoll(exchange.request.startAsync(), () -> {});
    exchange.timesOut();
    poll.refuse(EngineError.BAD_REQUEST);

    assertAnswer(exchange, 400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
    assertThat(exchange.completions).isEqualTo(1);
  }

  @Test
  void aPollThatTheContainerHasEndedIsNotAnswered() throws IOException {
    FakeExchange poll = exchange("GET");
    serve(poll);
    poll.fails();
    engine.close();

    assertThat(poll.text()).isEmpty();
    assertThat(poll.completions).isZero();
  }
}
