package onlookers.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.EngineSocket;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What a stranger does wrong ends his own connection, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileIT {
  private static final int MAX_PAYLOAD = 10_000;
  private static final int MESSAGES = 50;

  /** The executable WAR answers requests by 50. */
  private static final int MORE_THAN_THREADS = 60;

  private static final String TEXT = "text/plain;charset=UTF-8";

  private final Server server =
      new Server(
          "--socketio.max.payload=" + MAX_PAYLOAD,
          "--limit.messages=" + MESSAGES,
          "--socketio.ping.interval=60"); // nobody ends for want of an answer

  /** It is begun before all others, and has 20 s. */
  private final HalfRequest slow =
      HalfRequest.post(server.engine(3).open(), "Content-Length: 9", "2:40");

  @AfterAll
  void stop() {
    slow.close();
    server.close();
  }

  /** A name, and what is done by WebSocket. */
  static Stream<Arguments> bySocket() {
    return Stream.of(
        wrong("an unknown packet of Engine.IO", socket -> socket.send("9")),
        wrong("an unknown packet of Socket.IO", socket -> socket.send("49")),
        wrong("an empty packet", socket -> socket.send("")),
        wrong("no event", socket -> socket.send("42{}")),
        wrong("half an event", socket -> socket.send("42[\"viewing\",\"1")),
        wrong("more than an event", socket -> socket.send("42[\"viewing\",\"1\"]]")),
        wrong("a reserved event", socket -> socket.send("42[\"disconnect\"]")),
        wrong("an unknown namespace's event", socket -> socket.send("42/x,[\"viewing\",\"1\"]")),
        wrong("bytes", socket -> socket.send((byte) 4, (byte) 1)),
        wrong("an attachment", HostileIT::attach),
        wrong("a hundred attachments", socket -> socket.send("45100-[\"viewing\"]")),
        wrong("a payload too long", socket -> socket.send("4" + "x".repeat(MAX_PAYLOAD))),
        wrong("an event too long", socket -> socket.send("42[\"" + "x".repeat(8_192) + "\"]")),
        wrong("a flood", HostileIT::flood));
  }

  private static Arguments wrong(String name, Consumer<EngineSocket> deed) {
    return Arguments.argumentSet(name, deed);
  }

  private static void attach(EngineSocket socket) {
    socket.send("451-[\"viewing\",{\"_placeholder\":true,\"num\":0}]");
    socket.send((byte) 4, (byte) 1, (byte) 2);
  }

  private static void flood(EngineSocket socket) {
    IntStream.rangeClosed(0, MESSAGES).forEach(i -> socket.send("42[\"parked\"]"));
  }

  @ParameterizedTest
  @MethodSource
  void bySocket(Consumer<EngineSocket> deed) {
    for (int version : new int[] {3, 4}) {
      String post = Server.post();
      try (Reader own = Reader.viewing(server.war(), post);
          Talker neighbour = Talker.viewing(server, version, post);
          Talker stranger = Talker.viewing(server, version, post)) {
        own.awaitCounts(post, 3, 3);
        deed.accept(stranger.socket);
        stranger.socket.awaitEnd();
        assertOthersGoOn(own, neighbour, post);
        assertGone(stranger.session);
      }
    }
  }

  private static void assertOthersGoOn(Reader own, Talker neighbour, String post) {
    own.awaitCounts(post, 2, 3);
    neighbour.awaitPacket("42\\[\"viewers\",\"" + post + "\",2]");
    assertThat(own.closeCode()).isNull();
  }

  private void assertGone(String session) {
    try (Jedis jedis = server.jedis()) {
      await().until(() -> !jedis.exists("session:" + session));
    }
  }

  /** A name, and what is posted to a session of that version. */
  static Stream<Arguments> byPolling() {
    byte[] tooLong = ("4" + "x".repeat(MAX_PAYLOAD)).getBytes(UTF_8);
    return Stream.of(
        posted("an unknown packet", 400, session -> session.post("9")),
        posted("no payload", 400, session -> session.postPayload("")),
        posted("a payload cut in the middle", 400, HostileIT::cut),
        posted("no event", 0, session -> session.post("42{}")),
        posted("bytes", 0, HostileIT::base64),
        posted("an attachment", 0, HostileIT::attach),
        posted("a flood", 0, HostileIT::flood),
        posted(
            "an event too long", 0, session -> session.post("42[\"" + "x".repeat(8_192) + "\"]")),
        posted("too long", 413, session -> session.post(BodyPublishers.ofByteArray(tooLong), TEXT)),
        posted(
            "too long without a length",
            413,
            session ->
                session.post(
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLong)), TEXT)));
  }

  /** A deed and the status that answers it; 0 where the request itself was right. */
  private static Arguments posted(String name, int status, Function<EnginePolling, Answer> deed) {
    return Arguments.argumentSet(name, status, deed);
  }

  private static Answer cut(EnginePolling session) {
    String whole = session.payload("42[\"viewing\",\"1\"]");
    return session.postPayload(session.engine().version() == 3 ? whole.substring(0, 9) : "bAQIDB");
  }

  private static Answer base64(EnginePolling session) {
    return session.post(session.engine().version() == 3 ? "b4AQID" : "bAQID");
  }

  private static Answer attach(EnginePolling session) {
    return session.post(
        "451-[\"viewing\",{\"_placeholder\":true,\"num\":0}]",
        session.engine().version() == 3 ? "b4AQID" : "bAQID");
  }

  private static Answer flood(EnginePolling session) {
    String[] packets = new String[MESSAGES + 1];
    Arrays.fill(packets, "42[\"parked\"]");
    return session.post(packets);
  }

  @ParameterizedTest
  @MethodSource
  void byPolling(int status, Function<EnginePolling, Answer> deed) {
    for (int version : new int[] {3, 4}) {
      String post = Server.post();
      try (Reader own = Reader.viewing(server.war(), post);
          Talker neighbour = Talker.viewing(server, version, post)) {
        EnginePolling stranger = server.pollingAndViewing(version, post);
        own.awaitCounts(post, 3, 3);
        Answer answer = deed.apply(stranger);
        if (status != 0) {
          assertThat(answer.status()).isEqualTo(status);
        }
        assertOthersGoOn(own, neighbour, post);
        await("its end").until(() -> stranger.poll().status() == 400);
      }
    }
  }

  @Test
  void aBodyThatNeverEndsEndsItsSession() {
    String post = Server.post();
    try (Reader neighbour = server.watching(post)) {
      EnginePolling session = server.pollingAndViewing(4, post);
      neighbour.awaitCounts(post, 1, 1);
      HalfRequest.send(session, 100, "42[\"viewing\"");
      neighbour.awaitViewers(post, 0);
      assertThat(session.isUnknown()).isTrue();
    }
  }

  /** A name, what announces a body, and what comes of it. */
  static Stream<Arguments> aBodyThatDoesNotComeHoldsNoThread() {
    String chunked = "Transfer-Encoding: chunked";
    return Stream.of(
        Arguments.argumentSet("half the head of a chunk", chunked, "5"),
        Arguments.argumentSet("the head of a chunk", chunked, "5\r\n"),
        Arguments.argumentSet("no last chunk", chunked, "2\r\n40\r\n"),
        Arguments.argumentSet("half a trailer", chunked, "2\r\n40\r\n0\r\nX: "),
        Arguments.argumentSet("half a body", "Content-Length: 100", "40"));
  }

  @ParameterizedTest
  @MethodSource
  void aBodyThatDoesNotComeHoldsNoThread(String header, String body) {
    List<HalfRequest> requests = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      requests.add(HalfRequest.post(server.engine(4).open(), header, body));
    }
    assertServerAnswers();
    requests.forEach(HalfRequest::close);
  }

  @Test
  void aBodyThatNobodyWantsHoldsNoThread() {
    String claimed = "Content-Length: 1000000";
    List<HalfRequest> requests = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      requests.add(HalfRequest.post(server.engine(4).open(), claimed, "4"));
      requests.add(new HalfRequest("POST", server.engine(4), "transport=polling", claimed, "4"));
      requests.add(new HalfRequest("GET", server.engine(4), "transport=polling", claimed, "4"));
      requests.add(new HalfRequest("GET", server.engine(4), "transport=polling&j=0", claimed, "4"));
    }
    assertThat(requests).extracting(request -> request.status(10)).contains(200, 400, 413);
    assertServerAnswers();
    requests.forEach(HalfRequest::close);
  }

  private void assertServerAnswers() {
    for (int i = 0; i < 3; i++) {
      assertThat(server.engine(4).get("transport=polling").status()).isEqualTo(200);
    }
  }

  /** The last one, so that it need not wait by itself. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aBodyThatTakesTooLongIsRefused() {
    assertThat(slow.status(60)).isEqualTo(400);
  }

  @Test
  void aLengthThatIsClaimedIsNotBelieved() {
    EnginePolling session = server.engine(4).open();
    assertThat(HalfRequest.statusOf(session, 1_000_000_000L, "4x")).isEqualTo(413);
    assertThat(server.war().isAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whatComesAfterTooManyMessagesIsNotAcknowledged(int version) {
    List<String> received = new ArrayList<>();
    try (Talker stranger = Talker.connect(server, version)) {
      for (int i = 0; i < 3 * MESSAGES; i++) {
        stranger.socket.send("42" + i + "[\"parked\"]");
      }
      for (Object next = stranger.socket.next();
          !next.equals(EngineSocket.END);
          next = stranger.socket.next()) {
        received.add(next.toString());
      }
    }
    assertThat(received)
        .filteredOn(packet -> packet.startsWith("43"))
        .hasSizeLessThan(MESSAGES + 1);
  }

  @Test
  void aStolenSidIsOfNoUseWhileItsOwnerIsThere() {
    String post = Server.post();
    try (Talker owner = Talker.viewing(server, 3, post)) {
      EnginePolling thief = new EnginePolling(server.engine(3), owner.socket.sid());
      assertThat(thief.poll().status()).isEqualTo(400);
      assertThat(thief.post("41").status()).isEqualTo(400);
      thief.upgrade().awaitEnd();
      try (Reader own = Reader.viewing(server.war(), post)) {
        owner.awaitPacket("42\\[\"viewers\",\"" + post + "\",2]");
        own.awaitCounts(post, 2, 2);
      }
    }
  }

  @Test
  void jsonpIsRefused() {
    Answer answer = server.engine(3).get("transport=polling&j=0");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).containsIgnoringCase("jsonp").doesNotContain("___eio");
  }

  @Test
  void aSocketThatIsLostInTheMiddleOfAMessageKeepsOnlyItsGrace() {
    String post = Server.post();
    try (Reader neighbour = server.watching(post)) {
      RawClient raw = RawClient.connect(server.engine(3).socketAddress(""));
      assertThat(raw.status()).isEqualTo(101);
      raw.text("42[\"viewing\",\"" + post + "\"]");
      neighbour.awaitCounts(post, 1, 1);
      raw.frame(RawClient.TEXT, false, "42[\"viewing\",".getBytes(UTF_8));
      raw.close();
      neighbour.awaitViewers(post, 0);
    }
  }

  /** Small clients read frames, and know of no messages that come in parts. */
  @Test
  void aPacketIsOneFrameHoweverLong() {
    try (RawClient raw = RawClient.connect(server.engine(4).socketAddress(""))) {
      assertThat(raw.readText()).startsWith("0{").endsWith("}").hasSizeGreaterThan(64);
      raw.text("40");
      assertThat(raw.readText()).startsWith("40{").endsWith("}");
      assertThat(raw.readText()).startsWith("42[\"session\",").endsWith("]");
      raw.text("42[\"viewing\",\"no post\"]");
      assertThat(raw.readText())
          .startsWith("42[\"error\",\"bad-post\",")
          .endsWith("]")
          .hasSizeGreaterThan(64);
    }
  }

  @Test
  void theLogHoldsNoSecret() {
    String post = Server.post();
    EnginePolling polling = server.pollingAndViewing(4, post);
    try (Talker talker = Talker.viewing(server, 3, post)) {
      talker.socket.send("42{}");
      talker.socket.awaitEnd();
      polling.post("9");
      assertThat(polling.isUnknown()).isTrue();
      assertThat(server.log()).doesNotContain(talker.socket.sid(), talker.session, polling.sid());
    }
  }
}
