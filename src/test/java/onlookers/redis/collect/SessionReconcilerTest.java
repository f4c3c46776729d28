package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.redis.MemoryRedis;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.ErrorReplies;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;

/** What the collector makes of sessions that do not look right. */
class SessionReconcilerTest {
  private static final Post POST = new Post("13");
  private static final String ALIVE = "alive:1";
  private static final String OVER = "over:1";
  private static final Leases LEASES = new Leases(List.of(OVER), Set.of(ALIVE), Set.of());

  private final Keys keys = new Keys("");
  private final ScriptCalls calls =
      new ScriptCalls(
          keys,
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ZERO));
  private final List<String> living = new ArrayList<>(List.of(ALIVE));
  private final MemoryRedis redis = new MemoryRedis();
  private final ScriptedRedis connection =
      redis.connection().on("EXPIRED", asked -> List.of(List.of(OVER), living, List.of()));
  private final SessionReconciler reconciler =
      new SessionReconciler(connection.pool(), keys, calls);

  private long reconcile() {
    return reconciler.reconcile(List.of("s"), POST);
  }

  private void assertStandsAt(String post) {
    assertThat(redis.hashed("s")).isEqualTo(post);
    assertThat(redis.standsAt("s")).isEqualTo(post == null ? List.of() : List.of(post));
  }

  private void loseKey() {
    redis.strings.remove("session:s");
  }

  @Test
  void whoseKeyIsGoneIsRemovedAndCounted() {
    redis.place("s", "12", "nobody");
    redis.strings.clear();
    redis.join("s", "13");

    assertThat(reconcile()).isOne();
    assertStandsAt(null);
    assertThat(reconcile()).as("it stands nowhere any more").isZero();
  }

  @Test
  void whoseKeySaysOtherwiseIsMovedAndNotCounted() {
    redis.place("s", "12", ALIVE);
    redis.strings.put("session:s", "14");
    redis.join("s", "13");

    assertThat(reconcile()).isZero();
    assertStandsAt("14");
  }

  @Test
  void whoIsMissingWhereItsKeySaysIsWrittenThere() {
    redis.place("s", "14", ALIVE);
    redis.hashes.clear();
    redis.sets.clear();

    assertThat(reconcile()).isZero();
    assertStandsAt("14");
  }

  @Test
  void whoIsAtNoPostOfOursStandsInNoSet() {
    redis.place("s", "13", ALIVE);
    redis.strings.put("session:s", "no post");

    assertThat(reconcile()).isZero();
    assertThat(redis.hashed("s")).isEqualTo("no post");
    assertThat(redis.standsAt("s")).isEmpty();
  }

  @Test
  void whomALivingNodeOwnsThatNodeWritesAgain() {
    redis.place("s", "13", ALIVE);
    loseKey();

    assertThat(reconcile()).isZero();
    assertStandsAt("13");
  }

  @Test
  void whomANodeOwnedWhoseLeaseIsOverIsRemovedWhenItsKeyIsGone() {
    redis.place("s", "13", OVER);
    loseKey();

    assertThat(reconcile()).isOne();
    assertStandsAt(null);
  }

  @Test
  void whomANodeOwnsThatNobodyKnowsIsEnded() {
    redis.place("s", "13", "unknown:1");

    assertThat(reconcile()).isOne();
    assertStandsAt(null);
    assertThat(redis.strings).isEmpty();
  }

  @Test
  void whomANodeHasThatComesMeanwhileIsNotEnded() {
    redis.between =
        () -> {
          if (!living.contains("new:1")) { // its lease, and then its session
            living.add("new:1");
            redis.place("s", "13", "new:1");
          }
        };

    assertThat(reconcile()).isZero();
    assertStandsAt("13");
    assertThat(redis.strings).containsEntry("session:s", "13");
  }

  @Test
  void whoIsParkedIsRemovedWhereItStandsAndStaysItsNodes() {
    redis.place("s", "13", "parked:13:" + ALIVE);
    loseKey();

    assertThat(reconcile()).isOne();
    assertStandsAt(null);
    assertThat(redis.strings).containsValue("parked:13:" + ALIVE);
  }

  @Test
  void whoWasEndedIsRemoved() {
    redis.place("s", "13", "ended:" + ALIVE);
    loseKey();

    assertThat(reconcile()).isOne();
    assertStandsAt(null);
  }

  @Test
  void whoArrivesWhileItIsRemovedStaysThere() {
    redis.place("s", "13", "nobody");
    redis.strings.clear();
    redis.between =
        () -> {
          if (connection.names().contains("HDEL")) {
            redis.strings.put("session:s", "13"); // a foreign one, that writes its key first
          }
        };

    assertThat(reconcile()).isZero();
    assertStandsAt("13");
  }

  @Test
  void sessionsOfADeadOwnerEndWhereTheyStand() {
    redis.place("s", "12", OVER).place("t", "13", OVER).place("resumed", "13", ALIVE);
    Map<String, String> doomed = Map.of("s", OVER, "t", OVER, "resumed", OVER);
    Map<String, String> entries = Map.of("s", "12", "t", "13", "resumed", "13");

    assertThat(reconciler.reap(doomed, entries)).isEqualTo(2);

    assertStandsAt(null);
    assertThat(redis.standsAt("t")).isEmpty();
    assertThat(redis.standsAt("resumed")).containsExactly("13");
    assertThat(redis.hashes.get("viewers")).containsOnlyKeys("resumed");
    assertThat(redis.strings).containsEntry("session:resumed", "13").hasSize(2);
  }

  @Test
  void whereNobodyIsDoomedNothingIsAsked() {
    assertThat(reconciler.reap(Map.of(), Map.of())).isZero();
    assertThat(connection.calls).isEmpty();
  }

  @Test
  void whatOneKeyForbidsIsLoggedAndTheOthersAreReconciled() {
    redis.place("s", "13", "nobody").place("t", "13", "nobody");
    redis.strings.clear();
    connection.on(
        "GET",
        call ->
            call.arguments().get(0).equals("session:t")
                ? ScriptedRedis.error("WRONGTYPE of t")
                : redis.strings.get(call.arguments().get(0)));

    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(reconciler.reconcile(List.of("t", "s"), POST)).isOne();
      assertThat(log.warnings()).isNotEmpty().allMatch(line -> line.endsWith("WRONGTYPE of t"));
    }
    assertStandsAt(null);
    assertThat(redis.standsAt("t")).containsExactly("13");
  }

  @Test
  void aSessionThatCannotBeEndedIsNamedAndStays() {
    redis.place("s", "13", OVER);
    connection.on("REAP", ScriptedRedis.error("WRONGTYPE of s"));

    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(reconciler.reap(Map.of("s", OVER), Map.of("s", "13"))).isZero();
      assertThat(log.warnings()).singleElement().asString().contains("of a dead node");
    }
    assertStandsAt("13");
  }

  @Test
  void aSessionThatCannotBeRemovedIsNamedAndNotCounted() {
    redis.place("s", "13", "nobody");
    redis.strings.clear();
    connection.on("HDEL", ScriptedRedis.error("WRONGTYPE of viewers"));

    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(reconcile()).isZero();
      assertThat(log.warnings()).singleElement().asString().contains("to be removed");
    }
    assertThat(redis.standsAt("s")).isEmpty();
  }

  @Test
  void whomALivingNodeOwnsIsLeftToItAlsoWhereItsKeyCannotBeRead() {
    redis.place("s", "13", ALIVE);
    connection.on(
        "GET",
        call ->
            call.arguments().get(0).equals("session:s")
                ? ScriptedRedis.error("WRONGTYPE of s")
                : redis.strings.get(call.arguments().get(0)));

    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(reconcile()).isZero();
      assertThat(log.warnings()).singleElement().asString().contains("a session's key");
    }
    assertStandsAt("13");
  }

  @Test
  void whereTheHashSaidThatItStoodItStandsNoMore() {
    redis.place("s", "12", OVER);
    redis.hashes.clear(); // meanwhile

    assertThat(reconciler.reap(Map.of("s", OVER), Map.of("s", "12"))).isOne();
    assertThat(redis.standsAt("s")).isEmpty();
  }

  @Test
  void aServerThatCannotWorkEndsIt() {
    redis.place("s", "13", "nobody");
    redis.strings.clear();
    connection.on("SREM", ScriptedRedis.error("READONLY You can't write"));

    assertThatThrownBy(this::reconcile)
        .isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("READONLY");
  }

  @Test
  void theLeasesAreThoseThatAreOverAndThoseThatAreNot() {
    Leases leases = Leases.of(List.of(List.of(OVER), List.of(ALIVE), List.of()));

    assertThat(leases).isEqualTo(LEASES);
    assertThat(leases.know(OVER)).isTrue();
    assertThat(leases.know(ALIVE)).isTrue();
    assertThat(leases.know("unknown:1")).isFalse();
  }

  @Test
  void aNodeThatIsSaidToHaveBeenDeadForLongIsDeadWhenItIsLookedAtAgain() {
    Leases leases = Leases.of(List.of(List.of("just:1", "long:1"), List.of(), List.of("long:1")));

    assertThat(leases.dead(Set.of())).containsExactly("just:1");
    assertThat(leases.dead(Set.of("long:1"))).containsExactly("just:1", "long:1");
  }
}
