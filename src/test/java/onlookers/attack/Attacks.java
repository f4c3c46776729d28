package onlookers.attack;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.Http;
import onlookers.fixture.RawClient;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.SetParams;

/**
 * No stranger stops a node: each of these goes on beside fifty honest readers. {@link AttacksIT}
 * runs some of them in every build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Attacks {
  /** The administrator's. */
  static final String TOKEN = "0123456789abcdef0123456789abcdef";

  private static final String LONG_BODY = "Content-Length: 1000000";
  private static final String PLAIN = "Content-Type: text/plain;charset=UTF-8";
  private static final String JSON = "Content-Type: application/json";
  private static final String PRESENCE = "/presence";
  private static final String SOCKET_IO = "/socket.io/?EIO=4&transport=websocket";
  private static final byte[] ONE = Bytes.of("x");
  private static final byte[] PING = Bytes.frame(RawClient.PING, true, new byte[125]);

  /** More connections than the executable WAR has threads. */
  private static final int THREADS = 60;

  /** As long as a ranking may be. */
  private static final int RANKED = 1_000;

  /** Frames that are written at once. */
  private static final int MANY = 500;

  private final RedisProcess redis = RedisProcess.start();
  private Victim victim;
  private HonestReaders readers;
  private String name;

  @BeforeEach
  void start(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName() + suffix(test.getDisplayName());
    if (victim == null) {
      fill();
      victim = Victim.start(redis.uri());
      readers = new HonestReaders(victim.address(), PRESENCE);
    }
  }

  /**
   * A thousand readers of as many posts, by another server: so that a ranking is long, and a
   * hundred of them fill the buffers between server and stranger.
   */
  private void fill() {
    try (Jedis jedis = redis.connect();
        Pipeline pipeline = jedis.pipelined()) {
      jedis.flushAll();
      for (int i = 0; i < RANKED; i++) {
        String session = "f%021d".formatted(i);
        String post = "long-name-of-the-post-%010d".formatted(i);
        pipeline.set("session:" + session, post, SetParams.setParams().ex(6_000));
        pipeline.hset("viewers", session, post);
        pipeline.sadd("viewers:" + post, session);
      }
    }
  }

  private static String suffix(String displayName) {
    return displayName.endsWith("()") ? "" : displayName.replaceAll("[^A-Za-z0-9]+", "-");
  }

  @AfterAll
  void stop() {
    stopVictim();
    redis.close();
  }

  private void stopVictim() {
    if (victim != null) {
      readers.close();
      victim.close();
      victim = null;
    }
  }

  /** A node that did not stand it is replaced, so that the next attack meets a sound one. */
  private void attack(Attack attack) throws Exception {
    try {
      new Trial(victim, readers).run(name, attack);
      assertNoGhosts();
    } catch (AssertionError failure) {
      stopVictim();
      throw failure;
    }
  }

  /** Whoever has left is counted no more. */
  private void assertNoGhosts() {
    try (Jedis jedis = redis.connect()) {
      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () ->
                  assertThat(jedis.scard("viewers:" + HonestReaders.POST))
                      .isBetween((long) HonestReaders.STAYING, HonestReaders.STAYING + 2L));
    }
  }

  private void play(Script script) throws Exception {
    attack((victim, end) -> play(victim, script, end));
  }

  private static String play(Victim victim, Script script, long end) {
    try (Strangers strangers = new Strangers(victim.address(), script)) {
      strangers.playUntil(end);
      return strangers.summary();
    }
  }

  // Withheld.

  /** Of each path so many connections that they could hold every thread. */
  @Test
  void aBodyThatAGetWithholdsHoldsNoThread() throws Exception {
    List<String> paths =
        List.of(
            "/health/live",
            "/health/ready",
            "/metrics",
            "/onlookers.js",
            "/api/top",
            "/api/posts/1",
            "/api/online",
            "/api/history?days=1",
            "/",
            "/dashboard/",
            "/presence",
            "/socket.io/",
            "/there/is/nothing",
            "/WEB-INF/web.xml");
    play(
        Script.of(paths.size() * THREADS)
            .sends(
                i -> Bytes.join(Bytes.request("GET", paths.get(i % paths.size()), LONG_BODY), ONE))
            .drips(ONE, 500));
  }

  @Test
  void aBodyOfARefusedRequestHoldsNoThread() throws Exception {
    byte[] forbidden = Bytes.request("POST", "/api/admin/views", JSON, LONG_BODY);
    byte[] unauthorized =
        Bytes.request("PUT", "/api/admin/views/1", JSON, LONG_BODY, "Authorization: Bearer x");
    byte[] tooLong = Bytes.request("POST", "/api/admin/views", JSON, LONG_BODY, bearer());
    byte[] badOrigin =
        Bytes.request("POST", "/socket.io/?EIO=4", PLAIN, LONG_BODY, "Origin: http://elsewhere");
    byte[] wrongMethod = Bytes.request("DELETE", "/metrics", LONG_BODY);
    List<byte[]> all = List.of(forbidden, unauthorized, tooLong, badOrigin, wrongMethod);
    play(Script.of(100).sends(i -> Bytes.join(all.get(i % all.size()), ONE)).drips(ONE, 500));
  }

  @Test
  @WholeOnly
  void aBodyThatTheAdministratorIsLetInWithHoldsNoThread() throws Exception {
    byte[] post =
        Bytes.request("POST", "/api/admin/views", JSON, "Content-Length: 60000", bearer());
    byte[] put = Bytes.request("PUT", "/api/admin/views/1", JSON, "Content-Length: 12", bearer());
    play(Script.of(80).sends(i -> Bytes.join(i % 2 == 0 ? post : put, Bytes.of("{"))));
  }

  private static String bearer() {
    return "Authorization: Bearer " + TOKEN;
  }

  @Test
  void aBodyThatASessionOfSocketIoWithholdsHoldsNoThread() throws Exception {
    polled(60, 4, sid -> Bytes.join(post(sid, 4, LONG_BODY), ONE), Bytes.of("y"));
  }

  @Test
  @WholeOnly
  void aBodyThatStopsInTheMiddleHoldsNoThread() throws Exception {
    polled(60, 4, sid -> Bytes.join(post(sid, 4, "Content-Length: 1000"), Bytes.of("42[")), ONE);
  }

  @Test
  void anUnfinishedChunkHoldsNoThread() throws Exception {
    polled(
        60, 4, sid -> Bytes.join(post(sid, 4, "Transfer-Encoding: chunked"), Bytes.of("5")), null);
  }

  @Test
  @WholeOnly
  void anUnfinishedChunkOfAGetHoldsNoThread() throws Exception {
    play(
        Script.of(60)
            .sends(
                Bytes.request("GET", "/health/live", "Transfer-Encoding: chunked"), Bytes.of("5")));
  }

  @Test
  void anUpgradeWithABodyHoldsNoThread() throws Exception {
    List<byte[]> all =
        List.of(
            Bytes.handshake(PRESENCE, LONG_BODY),
            Bytes.handshake(SOCKET_IO, LONG_BODY),
            Bytes.handshake(PRESENCE, "Transfer-Encoding: chunked"),
            Bytes.handshake(SOCKET_IO, "Transfer-Encoding: chunked"),
            Bytes.handshake("/nothing", LONG_BODY),
            Bytes.handshake(PRESENCE, LONG_BODY, "Origin: http://elsewhere"));
    play(
        Script.of(120)
            .sends(i -> Bytes.join(all.get(i % all.size()), Bytes.of("5")))
            .drips(ONE, 500));
  }

  @Test
  @WholeOnly
  void whoExpectsAContinueAndSendsNothingHoldsNoThread() throws Exception {
    String expect = "Expect: 100-continue";
    List<byte[]> all =
        List.of(
            Bytes.request("GET", "/health/live", LONG_BODY, expect),
            Bytes.request("POST", "/api/admin/views", JSON, LONG_BODY, expect),
            Bytes.request("POST", "/api/admin/views", JSON, LONG_BODY, expect, bearer()),
            Bytes.handshake(PRESENCE, LONG_BODY, expect),
            Bytes.request("POST", "/socket.io/?EIO=4&transport=polling", LONG_BODY, expect));
    play(Script.of(100).sends(i -> all.get(i % all.size())));
  }

  @Test
  @WholeOnly
  void aBodyInHttp10HoldsNoThread() throws Exception {
    String old = "%s %s HTTP/1.0\r\n%s\r\n\r\nx";
    List<byte[]> all =
        List.of(
            Bytes.of(old.formatted("GET", "/health/live", LONG_BODY)),
            Bytes.of(old.formatted("GET", "/metrics", LONG_BODY + "\r\nConnection: keep-alive")),
            Bytes.of(old.formatted("GET", "/onlookers.js", "Transfer-Encoding: chunked")),
            Bytes.of(old.formatted("POST", "/presence", LONG_BODY)));
    play(Script.of(100).sends(i -> all.get(i % all.size())).drips(ONE, 500));
  }

  @Test
  void handshakesThatDripHoldNoThreadAndEnd() throws Exception {
    byte[] beginning = Bytes.of("GET /presence HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ");
    play(Script.of(1_000).sends(beginning).drips(ONE, 500));
  }

  @Test
  @WholeOnly
  void connectionsThatSayNothingHoldNothing() throws Exception {
    play(Script.of(1_000));
  }

  // Not read.

  @Test
  void answersThatNobodyReadsHoldNoThread() throws Exception {
    List<byte[]> requests =
        Stream.of("/onlookers.js", "/metrics", "/api/top?limit=" + RANKED)
            .map(path -> Bytes.times(100, Bytes.request("GET", path)))
            .toList();
    awaitRanking();
    play(
        Script.of(requests.size() * THREADS)
            .smallWindow()
            .sends(i -> requests.get(i % requests.size())));
  }

  private void awaitRanking() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Http.body(victim.base().resolve("api/top?limit=" + RANKED)).length() > 50_000);
  }

  @Test
  @WholeOnly
  void handshakesInAPipelineHoldNoThread() throws Exception {
    byte[] requests = Bytes.times(100, Bytes.request("GET", PRESENCE));
    byte[] handshakes = Bytes.times(50, Bytes.handshake(PRESENCE));
    play(Script.of(100).smallWindow().sends(i -> i % 2 == 0 ? requests : handshakes));
  }

  @ParameterizedTest
  @ValueSource(strings = {PRESENCE, SOCKET_IO})
  void pingsFromSocketsThatDoNotReadHoldNoThread(String path) throws Exception {
    play(
        Script.of(120)
            .smallWindow()
            .sends(Bytes.handshake(path))
            .awaitsAnswer()
            .floods(Bytes.times(MANY, PING))
            .comesAgain(2_000));
  }

  @Test
  @WholeOnly
  void pingsOfSocketIoFromSocketsThatDoNotReadHoldNoThread() throws Exception {
    play(
        Script.of(120)
            .smallWindow()
            .sends(Bytes.handshake("/socket.io/?EIO=3&transport=websocket"))
            .awaitsAnswer()
            .floods(Bytes.times(MANY, Bytes.text("2")))
            .comesAgain(2_000));
  }

  @Test
  @WholeOnly
  void manyReadersThatDoNotReadDelayNobody() throws Exception {
    String posts = IntStream.range(0, 99).mapToObj(i -> "\"slow" + i + "\"").collect(joining(","));
    play(
        Script.of(400)
            .smallWindow()
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .thenSends(
                Bytes.text("[\"viewing\",\"" + HonestReaders.POST + "-slow\"]"),
                Bytes.text("[\"watching\",[" + posts + ",\"" + HonestReaders.POST + "\"]]")));
  }

  @Test
  @WholeOnly
  void closeFramesThatNobodyAnswersHoldNothing() throws Exception {
    play(
        Script.of(400)
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .thenSends(Bytes.frame(RawClient.BINARY, true, new byte[10])));
  }

  // Floods.

  @Test
  void malformedRequestsAreRefusedWithoutALine() throws Exception {
    List<byte[]> all =
        Stream.of(
                "GET /[ HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [\r\n\r\n",
                "GET / HTTP/1.1\r\nA B: x\r\nHost: x\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/top?limit=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/posts/%c0%af HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /..;/WEB-INF/web.xml HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nCookie: =;;$\u0001\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n",
                "GET /presence HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
                "POST /socket.io/?EIO=9&sid=%00 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            .map(request -> Bytes.of(request + "GET /[ HTTP/1.1\r\n\r\n"))
            .toList();
    play(Script.of(20).sends(i -> all.get(i % all.size())).reads().comesAgain(20_000));
  }

  @Test
  void framesThatAreWrongEndTheirConnectionWithoutALine() throws Exception {
    List<byte[]> all =
        List.of(
            Bytes.frame(RawClient.TEXT, true, new byte[] {(byte) 0xC0, (byte) 0xAF}),
            Bytes.frame(0x3, true, ONE),
            Bytes.frame(0x7F & 0x70, true, ONE),
            Bytes.text("[".repeat(8_000)),
            Bytes.text("[\"viewing\",\"<script>\\u0000\"]"),
            Bytes.frame(RawClient.CLOSE, true, new byte[] {0}),
            Bytes.frame(RawClient.TEXT, true, new byte[9_000]),
            Bytes.of("\u0001\u0001x"));
    byte[] close = Bytes.frame(RawClient.CLOSE, true, new byte[] {3, (byte) 232});
    play(
        Script.of(20)
            .sends(i -> Bytes.handshake(i / all.size() % 2 == 0 ? PRESENCE : SOCKET_IO))
            .awaitsAnswer()
            .thenSends(i -> Bytes.join(all.get(i % all.size()), close))
            .reads()
            .comesAgain(10_000));
  }

  @Test
  @WholeOnly
  void listsOfAHundredPostsFromFiveHundredSocketsDelayNobody() throws Exception {
    play(
        Script.of(500)
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .thenSends(Attacks::sixtyLists));
  }

  @Test
  @WholeOnly
  void listsOfAHundredPostsOverReconnectsDelayNobody() throws Exception {
    play(
        Script.of(100)
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .thenSends(i -> Bytes.join(sixtyLists(i), Bytes.text("[\"parked\"]")))
            .floods(Bytes.text("[\"parked\"]"))
            .comesAgain(3_000));
  }

  @Test
  @WholeOnly
  void listsOfSocketIoFromFiveHundredSocketsDelayNobody() throws Exception {
    play(
        Script.of(500)
            .sends(Bytes.handshake(SOCKET_IO))
            .awaitsAnswer()
            .thenSends(
                i -> Bytes.join(Bytes.text("40"), lists(i, 58, list -> Bytes.text("42" + list)))));
  }

  /** Two lists in turn, so that none is the one before. */
  private static byte[] sixtyLists(int socket) {
    return lists(socket, 60, Bytes::text);
  }

  private static byte[] lists(int socket, int count, Function<String, byte[]> frame) {
    byte[] one = frame.apply(list(socket, 0));
    byte[] other = frame.apply(list(socket, 1));
    return Bytes.times(count / 2, Bytes.join(one, other));
  }

  private static String list(int socket, int turn) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "\"w" + socket + "_" + turn + "_" + i + "\"")
        .collect(joining(",", "[\"watching\",[", "]]"));
  }

  @Test
  @WholeOnly
  void viewsOfSixtyPostsFromFiveHundredSocketsDelayNobody() throws Exception {
    byte[] views =
        Bytes.join(
            IntStream.range(0, 60)
                .mapToObj(i -> Bytes.text("[\"viewing\",\"v" + i + "\"]"))
                .toArray(byte[][]::new));
    play(Script.of(500).sends(Bytes.handshake(PRESENCE)).awaitsAnswer().thenSends(views));
  }

  @Test
  @WholeOnly
  void payloadsOfThirtyThousandPacketsDelayNobody() throws Exception {
    byte[] payload = Bytes.times(33_333, Bytes.of("1:6"));
    polled(
        40,
        3,
        sid ->
            Bytes.times(5, Bytes.join(post(sid, 3, "Content-Length: " + payload.length), payload)),
        null);
  }

  @Test
  @WholeOnly
  void emptyFragmentsWithoutEndDelayNobody() throws Exception {
    play(
        Script.of(20)
            .sends(Bytes.handshake(SOCKET_IO))
            .awaitsAnswer()
            .thenSends(Bytes.frame(RawClient.BINARY, false, new byte[0]))
            .floods(Bytes.times(MANY, Bytes.frame(RawClient.CONTINUATION, false, new byte[0])))
            .reads()
            .comesAgain(1_000));
  }

  @Test
  @WholeOnly
  void emptyFragmentsOnTheNativeWireDelayNobody() throws Exception {
    play(
        Script.of(20)
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .thenSends(Bytes.frame(RawClient.TEXT, false, new byte[0]))
            .floods(Bytes.times(MANY, Bytes.frame(RawClient.CONTINUATION, false, new byte[0])))
            .reads()
            .comesAgain(1_000));
  }

  @Test
  @WholeOnly
  void eventsBehindTooManyAreNotServed() throws Exception {
    String events =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "42" + i + "[\"parked\"]")
            .collect(joining("\u001e", "40\u001e", ""));
    byte[] payload = Bytes.of(events);
    polled(
        40,
        4,
        sid ->
            Bytes.times(5, Bytes.join(post(sid, 4, "Content-Length: " + payload.length), payload)),
        null);
  }

  @Test
  void wrongPasswordsOfTheAdministratorDelayNobody() throws Exception {
    byte[] guess =
        Bytes.request("POST", "/api/admin/views", "Content-Length: 0", "Authorization: Bearer no");
    play(Script.of(10).sends(guess).floods(Bytes.times(20, guess)).reads().comesAgain(500));
  }

  @Test
  @WholeOnly
  void resumesOfSessionsThatNeverWereDelayNobody() throws Exception {
    play(
        Script.of(100)
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .thenSends(Attacks::sixtyResumes)
            .reads()
            .comesAgain(2_000));
  }

  private static byte[] sixtyResumes(int socket) {
    return Bytes.join(
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    Bytes.text(
                        "[\"viewing\",\"r%d\",{\"session\":\"%022d\"}]"
                            .formatted(i % 2, socket * 100L + i)))
            .toArray(byte[][]::new));
  }

  @Test
  @WholeOnly
  void questionsWhetherItLivesDelayNobody() throws Exception {
    play(
        Script.of(100)
            .smallWindow()
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .floods(Bytes.times(MANY, Bytes.text("[\"alive\"]")))
            .comesAgain(2_000));
  }

  @Test
  @WholeOnly
  void connectionsThatComeAndGoDelayNobody() throws Exception {
    play(
        Script.of(50)
            .sends(Bytes.handshake(PRESENCE))
            .awaitsAnswer()
            .thenSends(
                Bytes.text("[\"viewing\",\"gone\"]"),
                Bytes.frame(RawClient.CLOSE, true, new byte[] {3, (byte) 232}))
            .reads()
            .comesAgain(5_000));
  }

  // Sessions of Socket.IO that poll.

  private void polled(int sessions, int version, Function<String, byte[]> request, byte[] drip)
      throws Exception {
    attack(
        (victim, end) -> {
          List<String> sids = EngineIo.open(victim.address(), version, sessions);
          Script script = Script.of(sessions).sends(i -> request.apply(sids.get(i)));
          return play(victim, drip == null ? script : script.drips(drip, 500), end);
        });
  }

  private static byte[] post(String sid, int version, String length) {
    return Bytes.request(
        "POST", "/socket.io/?EIO=" + version + "&transport=polling&sid=" + sid, PLAIN, length);
  }
}
