package onlookers.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import onlookers.fixture.Http;
import onlookers.fixture.WarProcess;
import onlookers.hostile.HonestReaders.Joins;
import onlookers.hostile.Strangers.Attack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a stranger withholds, does not read or says wrong, the executable WAR's engine goes on
 * serving the others. {@code -Donlookers.hostile.seconds=15} attacks in more ways and for longer,
 * and its numbers can be relied upon.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineAttacksIT {
  private static final int BRIEFLY = 3;
  private static final Duration DURING =
      Duration.ofSeconds(Integer.getInteger("onlookers.hostile.seconds", BRIEFLY));
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** More than the engine has threads. */
  private static final int MANY = 60;

  private static final String HOST = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  private static final String BODY = "Content-Length: 1000000\r\n\r\nx";
  private static final String CHUNK = "Transfer-Encoding: chunked\r\n\r\n5";
  private static final String EXPECT = "Expect: 100-continue\r\n";
  private static final String KEPT_ALIVE = "\r\nConnection: keep-alive\r\n";
  private static final String UPGRADE =
      "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
          .concat("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");

  private WarProcess war;
  private HonestReaders readers;

  @BeforeAll
  void start() {
    war = WarProcess.start("--limit.sessions.per.address=0");
    readers = new HonestReaders(war);
  }

  @AfterAll
  void stop() {
    readers.close();
    war.close();
  }

  Stream<Attack> attacks() {
    return DURING.toSeconds() > BRIEFLY ? Stream.concat(few(), more()) : few();
  }

  private Stream<Attack> few() {
    return Stream.of(
        withheld("a body of polling", "POST " + polling() + HOST + BODY),
        withheld("a chunk", "POST " + polling() + HOST + CHUNK),
        withheld("a body", "GET /health/live" + HOST + BODY),
        withheld("a body of 101", "GET /presence" + HOST + UPGRADE + BODY),
        unread("/onlookers.js"),
        unread("/metrics"),
        new Attack("requests that are none", MANY, "GET\r\n\r\n", "", true));
  }

  private Stream<Attack> more() {
    return Stream.of(
        withheld("a body of 404", "POST /nothing" + HOST + BODY),
        withheld("a body of 403", "POST /api/admin/views" + HOST + BODY),
        withheld("a body of HTTP/1.0", "GET /health/live HTTP/1.0" + KEPT_ALIVE + BODY),
        withheld("a body that is expected", "GET /health/live" + HOST + EXPECT + BODY),
        withheld("a chunk of 405", "POST /onlookers.js" + HOST + CHUNK),
        new Attack("a head", 1_000, "GET /health/live" + HOST + "X-Slow: ", "x", true),
        new Attack("nothing at all", 1_000, "", "", true),
        unread("/api/top"),
        unread("/"));
  }

  private static Attack withheld(String name, String request) {
    return new Attack(name, MANY, request, "x", true);
  }

  private static Attack unread(String path) {
    String request = "GET " + path + HOST + "\r\n";
    return new Attack("unread " + path, MANY, request.repeat(100), request, false);
  }

  /** The path of a session that polls. */
  private String polling() {
    String path = "/socket.io/?EIO=4&transport=polling";
    String handshake = Http.body(war.base().resolve(path));
    return path + "&sid=" + handshake.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void honestReadersAreServed(Attack attack) throws Exception {
    Joins before = readers.join(QUIET);
    int logged = war.output().size();
    Joins during;
    int opened;
    try (Strangers strangers = new Strangers(war, attack)) {
      during = readers.join(DURING);
      opened = strangers.leave();
    }
    int lines = war.output().size() - logged;
    Joins after = readers.join(QUIET);

    System.out.printf(
        "%-28s %d connections, %d lines%n  before %s%n  during %s%n  after  %s%n",
        attack, opened, lines, before, during, after);
    assertThat(during.unanswered()).as("joins that were never answered").isZero();
    assertThat(after.unanswered()).isZero();
    assertThat(readers.areAllThere()).as("readers who were there before").isTrue();
    assertThat(lines).as(war.log()).isLessThanOrEqualTo((int) (2 * DURING.toSeconds()));
  }
}
