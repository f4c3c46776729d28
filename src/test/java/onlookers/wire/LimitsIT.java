package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The limits, at small values, and whose word about a client's address is believed. */
class LimitsIT {
  /** A session is renewed when a third of it is over; the rest is for a node that has to wait. */
  private static final Duration TTL = Duration.ofSeconds(6);

  private static RedisProcess redis;
  private static WarProcess behindProxy;
  private static WarProcess trustsNobody;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
    behindProxy =
        WarProcess.launch(
            "--redis.uri=" + redis.uri(),
            "--limit.messages=5",
            "--limit.sessions=6",
            "--limit.sessions.per.address=2",
            "--limit.watched=2",
            "--session.ttl=" + TTL.toSeconds());
    trustsNobody =
        WarProcess.start(
            "--redis.uri=" + redis.uri(),
            "--trusted.proxies=none",
            "--session.grace=0",
            "--limit.sessions.per.address=2");
  }

  @AfterAll
  static void stop() {
    Stream.of(behindProxy, trustsNobody).forEach(WarProcess::close);
    redis.close();
  }

  private static Reader from(WarProcess war, String forwardedFor) {
    return Reader.connect(war.presence(), Map.of("X-Forwarded-For", forwardedFor));
  }

  private static Reader from(String address) {
    return from(behindProxy, address);
  }

  /** A place is free once the server has noticed that a socket left. */
  private static Reader awaitPlace(String address) {
    return awaitPlace(behindProxy, address);
  }

  private static Reader awaitPlace(WarProcess war, String address) {
    return await()
        .atMost(Reader.MAX_WAIT)
        .until(() -> letInOrNull(from(war, address)), reader -> reader != null);
  }

  private static Reader letInOrNull(Reader reader) {
    await().until(() -> reader.closeCode() != null || !reader.received("session").isEmpty());
    try {
      reader.reconcile();
      return reader;
    } catch (RuntimeException | AssertionError refused) {
      return null;
    }
  }

  @Test
  void moreFramesThanAllowedCloseWith1008() {
    try (Reader reader = awaitPlace("192.0.2.1")) { // it has said one
      IntStream.range(1, 5).forEach(i -> reader.view("post-" + i));
      reader.awaitCounts("post-4", 1, 1);
      assertThat(reader.closeCode()).isNull();
      reader.view("post-5");
      assertThat(reader.awaitClose()).isEqualTo(1008);
    }
  }

  @Test
  void anAddressMayOpenSoManySocketsAndAnotherAddressAsMany() {
    List<Reader> readers =
        Stream.of("192.0.2.2", "192.0.2.2", "192.0.2.3", "192.0.2.3")
            .map(LimitsIT::awaitPlace)
            .toList();
    try (Reader third = from("192.0.2.2")) {
      assertThat(third.awaitClose()).isEqualTo(1013);
    }
    readers.forEach(Reader::close);
  }

  @Test
  void onlyTheAddressThatTheTrustedProxySawIsBelieved() {
    List<Reader> readers =
        Stream.of("198.51.100.1, 192.0.2.4", "198.51.100.2, 192.0.2.4")
            .map(LimitsIT::awaitPlace)
            .toList();
    try (Reader third = from("198.51.100.3, 192.0.2.4")) {
      assertThat(third.awaitClose()).isEqualTo(1013);
    }
    readers.forEach(Reader::close);
  }

  @Test
  void aFullNodeClosesWith1013AndLetsInAgainWhenAPlaceIsFree() {
    List<Reader> readers =
        IntStream.range(0, 6).mapToObj(i -> awaitPlace("192.0.2." + (10 + i))).toList();
    try (Reader seventh = from("192.0.2.20")) {
      assertThat(seventh.awaitClose()).isEqualTo(1013);
    }
    readers.get(0).close();
    awaitPlace("192.0.2.21").close();
    readers.forEach(Reader::close);
  }

  @Test
  void moreWatchedPostsThanAllowedAreTooMany() {
    try (Reader reader = awaitPlace("192.0.2.30")) {
      int mark = reader.mark();
      reader.watch("1", "2", "3");
      assertThat(reader.awaitError(mark)).isEqualTo("too-many");
      reader.watch("1", "2");
      reader.awaitCountsOf("2");
    }
  }

  @Test
  void aSessionIsRenewedWhileItsSocketLives() {
    try (Reader reader = awaitPlace("192.0.2.31");
        var jedis = redis.connect()) {
      reader.view("long-lived");
      reader.awaitCounts("long-lived", 1, 1);
      String key = "session:" + reader.session();
      assertThat(jedis.pttl(key)).isBetween(1L, TTL.toMillis());
      await()
          .during(TTL.plusSeconds(2))
          .atMost(TTL.plusSeconds(7))
          .until(() -> jedis.pttl(key) > 0);
      assertThat(reader.countsOf("long-lived")).hasSize(1);
    }
  }

  @Test
  void whatAnUntrustedPeerForwardsIsIgnoredWithOneWarningThatNamesTheSetting() {
    List<Reader> readers =
        Stream.of("192.0.2.40", "192.0.2.41")
            .map(address -> awaitPlace(trustsNobody, address))
            .toList();
    try (Reader third = from(trustsNobody, "192.0.2.42")) {
      assertThat(third.awaitClose()).isEqualTo(1013);
    }
    readers.forEach(Reader::close);
    assertThat(trustsNobody.output())
        .filteredOn(line -> line.contains("X-Forwarded-For") && line.contains("trusted.proxies"))
        .hasSize(1);
  }

  @Test
  void whatIsNoAddressInAForwardedHeaderDoesNoHarm() {
    for (String word : List.of("unknown", "_hidden", "192.0.2.50:8080", "[2001:db8::1]:80", ",,")) {
      try (Reader reader = awaitPlace(word)) {
        assertThat(reader.closeCode()).isNull();
      }
    }
  }

  @Test
  void withoutAGraceALostSocketEndsItsSessionAtOnce() {
    try (var jedis = redis.connect()) {
      Reader reader = awaitPlace(trustsNobody, "192.0.2.43");
      reader.view("graceless");
      reader.awaitCountsOf("graceless");
      reader.abort();
      await()
          .atMost(Duration.ofSeconds(5)) // half the grace that is usual
          .until(() -> !jedis.exists("session:" + reader.session()));
    }
  }
}
