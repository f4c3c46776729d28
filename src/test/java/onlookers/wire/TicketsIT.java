package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.Tickets;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Tickets; and, on the same server, {@code views.window} and a list of {@code origins}. */
class TicketsIT {
  private static final int WINDOW_SECONDS = 8;
  private static final String SECRET = "the secret of tickets";
  private static final String VISITOR = "visitor-1234567890";

  private static RedisProcess redis;
  private static WarProcess war;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    war =
        WarProcess.start(
            "--redis.uri=" + redis.uri(),
            "--ticket.secret=" + SECRET,
            "--views.window=" + WINDOW_SECONDS,
            "--origins=https://blog.example,http://localhost:8080");
  }

  @AfterAll
  static void stop() {
    war.close();
    redis.close();
  }

  private static String ticket(String post) {
    return Tickets.of(SECRET, post);
  }

  private static Map<String, String> with(String post) {
    return Map.of("ticket", ticket(post));
  }

  private static void assertUnknown(String post) {
    try (Jedis jedis = redis.connect()) {
      assertThat(jedis.keys("*" + post + "*")).isEmpty();
    }
  }

  @Test
  void aTicketLetsItsPostBeViewed() {
    try (Reader reader = Reader.connect(war)) {
      reader.view("a", with("a"));
      reader.awaitCounts("a", 1, 1);
      assertThat(reader.received("error")).isEmpty();
    }
  }

  @Test
  void anIntegerPostHasTheTicketOfItsDecimalString() {
    try (Reader reader = Reader.connect(war)) {
      reader.send("[\"viewing\",13,{\"ticket\":\"" + ticket("13") + "\"}]");
      reader.awaitCounts("13", 1, 1);
    }
  }

  @Test
  void theThirdRefusalClosesWith1008AndNothingWasWritten() {
    try (Reader reader = Reader.connect(war)) {
      int mark = reader.mark();
      reader.view("none");
      assertThat(reader.awaitError(mark)).isEqualTo("bad-ticket");
      mark = reader.mark();
      reader.view("none", with("another"));
      assertThat(reader.awaitError(mark)).isEqualTo("bad-ticket");
      assertThat(reader.closeCode()).isNull();
      reader.watch("none");
      assertThat(reader.awaitClose()).isEqualTo(1008);
      assertUnknown("none");
    }
  }

  @Test
  void aRefusalLeavesTheSessionWhereItWas() {
    try (Reader reader = Reader.connect(war)) {
      reader.view("b", with("b"));
      reader.awaitCounts("b", 1, 1);
      int mark = reader.mark();
      reader.view("c", with("b"));
      assertThat(reader.awaitError(mark)).isEqualTo("bad-ticket");
      try (Reader second = Reader.connect(war)) {
        second.view("b", with("b"));
        reader.awaitCounts("b", 2, 2);
      }
    }
  }

  @Test
  void watchingNeedsATicketForEachPostInTheirOrder() {
    try (Reader reader = Reader.connect(war)) {
      reader.watchWith(List.of(ticket("d"), ticket("e")), "d", "e");
      reader.awaitCounts("d", 0, 0);
      reader.awaitCounts("e", 0, 0);
      int mark = reader.mark();
      reader.watchWith(List.of(ticket("f"), ticket("e")), "f", "g");
      assertThat(reader.awaitError(mark)).isEqualTo("bad-ticket");
      try (Reader viewer = Reader.connect(war)) {
        viewer.view("e", with("e"));
        reader.awaitCounts("e", 1, 1);
      }
      assertThat(reader.countsOf("f")).isEmpty();
    }
  }

  @Test
  void manyBadTicketsInOneListAreOneRefusal() {
    try (Reader reader = Reader.connect(war)) {
      String bad = ticket("x");
      assertThat(reader.mark()).isEqualTo(1);
      reader.watchWith(List.of(bad, bad, bad, bad), "h", "i", "j", "k");
      assertThat(reader.awaitError(1)).isEqualTo("bad-ticket");
      reader.view("h", with("h"));
      reader.awaitCounts("h", 1, 1);
      assertThat(reader.received("error")).hasSize(1);
      assertThat(reader.closeCode()).isNull();
    }
  }

  @Test
  void withinTheWindowAVisitorIsCountedOnceAndTheWindowIsFixed() {
    assertThat(viewsAfterAVisitTo("w")).isEqualTo(1);
    long counted = System.nanoTime(); // or a little before
    awaitSince(counted, 2_500);
    assertThat(viewsAfterAVisitTo("w")).isEqualTo(1);
    assertThat(viewsAfterAVisitTo("v")).as("of another post").isEqualTo(1);
    awaitSince(counted, WINDOW_SECONDS * 1_000 + 500);
    assertThat(viewsAfterAVisitTo("w")).as("the window runs from the counted view").isEqualTo(2);
  }

  private static void awaitSince(long start, long millis) {
    await()
        .atMost(Duration.ofMillis(millis).plus(Reader.MAX_WAIT))
        .until(() -> System.nanoTime() - start > millis * 1_000_000);
  }

  private static long viewsAfterAVisitTo(String post) {
    try (Reader reader = Reader.connect(war)) {
      reader.view(post, Map.of("visitor", VISITOR, "ticket", ticket(post)));
      return reader.awaitCountsOf(post).views();
    }
  }

  @Test
  void withoutAVisitorEveryViewCounts() {
    for (int i = 1; i <= 3; i++) {
      try (Reader reader = Reader.connect(war)) {
        reader.view("l", with("l"));
        assertThat(reader.awaitCountsOf("l").views()).isEqualTo(i);
      }
    }
  }

  @Test
  void onlyTheListedOriginsAreLetIn() {
    assertThat(status("https://blog.example")).isEqualTo(101);
    assertThat(status("http://localhost:8080")).isEqualTo(101);
    assertThat(status("http://blog.example")).isEqualTo(403);
    assertThat(status("https://blog.example:8443")).isEqualTo(403);
    assertThat(status("http://127.0.0.1")).isEqualTo(403);
  }

  private static int status(String origin) {
    try (RawClient raw = RawClient.connect(war.presence(), Map.of("Origin", origin))) {
      return raw.status();
    }
  }
}
