package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.ScriptedRedis.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/** What each script is given is what its head says that it is given. */
class ScriptCallsTest {
  private static final Post POST = new Post("13");
  private static final String OWNER = "node:0123";
  private static final Viewing FULL = new Viewing("s", POST, "page-load", "person");
  private static final Viewing PLAIN = new Viewing("s", POST, null, null);

  private final ScriptedRedis redis = new ScriptedRedis().knowingScripts();
  private final ScriptCalls calls =
      new ScriptCalls(
          new Keys("blog:"),
          new Owner(OWNER),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ofMinutes(5)));

  private static ViewLedger.Unwritten views(Viewing viewing) {
    return new ViewLedger.Unwritten(viewing, 0, 4, true);
  }

  private Call call(Consumer<Pipeline> queueing) {
    Pipeline pipeline = redis.jedis().pipelined();
    queueing.accept(pipeline);
    pipeline.sync();
    return redis.calls.get(redis.calls.size() - 1);
  }

  static Stream<Script> scripts() {
    return Stream.of(Script.values());
  }

  private Call callOf(Script script) {
    return switch (script) {
      case VIEW -> call(pipeline -> calls.view(pipeline, FULL, "arrival", 7));
      case COUNT -> call(pipeline -> calls.count(pipeline, views(FULL), 7));
      case LEAVE -> call(pipeline -> calls.leave(pipeline, "s", POST, true));
      case LEASE -> {
        calls.renewLease(redis.jedis());
        yield redis.last("LEASE");
      }
      case LOCK -> call(pipeline -> calls.lock(pipeline, Duration.ofSeconds(5), true));
      case SETTLE -> call(pipeline -> calls.settle(pipeline, "s", POST));
      case BURY -> call(pipeline -> calls.bury(pipeline, "s", OWNER));
      case DEAD -> call(pipeline -> calls.dead(pipeline, "blog:onlookers:nodes"));
      case RETIRE -> call(pipeline -> calls.retire(pipeline, OWNER));
      case RANK -> call(pipeline -> calls.rank(pipeline, POST));
      case IMPORT -> call(pipeline -> calls.importOnce(pipeline, Map.of(POST, 120L)));
    };
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void theKeysAreThoseThatTheHeadNames(Script script) {
    List<String> named = new ArrayList<>();
    var heads =
        Pattern.compile("(?m)^-- KEYS\\[\\S+] +(onlookers:\\S+|[a-z]+(?::<[^>]+>)?)")
            .matcher(ScriptedRedis.text(script));
    while (heads.find()) {
      named.add("blog:" + filledIn(heads.group(1)));
    }

    assertThat(callOf(script).keys()).isNotEmpty().isEqualTo(named);
  }

  private static String filledIn(String key) {
    return key.replace("<session>", "s")
        .replaceAll("<post( n)?>", "13")
        .replace("<visit>", "page-load")
        .replace("<visitor>", "person")
        .replaceAll("<(owner|dead|the dead)>", OWNER);
  }

  @Test
  void aViewIsToldWithAllThatBelongsToIt() {
    assertThat(callOf(Script.VIEW).arguments())
        .containsExactly("s", "13", "660", OWNER, "blog:", "arrival", "7", "86400", "300", "720");
    assertThat(callOf(Script.COUNT).arguments()).containsExactly("4", "7", "86400", "300", "720");
  }

  @Test
  void withoutAVisitOrAVisitorNoneIsMarked() {
    Call view = call(pipeline -> calls.view(pipeline, PLAIN, "renewal", 0));
    assertThat(view.arguments())
        .containsExactly("s", "13", "660", OWNER, "blog:", "renewal", "0", "", "0", "720");
    assertThat(view.keys()).endsWith("blog:views:13", "blog:views:13"); // of the same slot

    Call count = call(pipeline -> calls.count(pipeline, views(PLAIN), 7));
    assertThat(count.arguments()).containsExactly("4", "7", "", "0", "720");
  }

  @Test
  void anEndIsRememberedWhereTheSessionWasTakenOver() {
    assertThat(callOf(Script.LEAVE).arguments()).containsExactly("s", OWNER, "blog:", "13", "660");
    assertThat(call(pipeline -> calls.leave(pipeline, "s", null, false)).arguments())
        .containsExactly("s", OWNER, "blog:", "", "0");
  }

  @Test
  void theCollectorSaysWhomItLooksAtAndInWhoseName() {
    assertThat(callOf(Script.SETTLE).arguments()).containsExactly("s", "blog:", "13");
    assertThat(call(pipeline -> calls.settle(pipeline, "s", null)).arguments())
        .containsExactly("s", "blog:", "");
    assertThat(callOf(Script.BURY).arguments()).containsExactly("s", OWNER, "blog:");
    assertThat(callOf(Script.RANK).arguments()).containsExactly("13");
    assertThat(callOf(Script.IMPORT).arguments()).containsExactly("13", "120");
  }

  @Test
  void aNodeStrikesItselfOffAndOthersOnlyWhenTheyAreDead() {
    assertThat(callOf(Script.RETIRE).arguments()).containsExactly(OWNER, "1");
    assertThat(call(pipeline -> calls.retire(pipeline, "other:1")).arguments())
        .containsExactly("other:1", "0");
  }

  @Test
  void theLockIsTakenByForceOnlyWhenThatIsAsked() {
    assertThat(callOf(Script.LOCK).arguments()).containsExactly(OWNER, "5000", "1");
    assertThat(call(pipeline -> calls.lock(pipeline, Duration.ofSeconds(5), false)).arguments())
        .containsExactly(OWNER, "5000", "0");
  }

  @Test
  void aLeaseIsInMillisecondsAndItsKeysOutliveIt() {
    assertThat(callOf(Script.LEASE).arguments()).containsExactly(OWNER, "15000", "720");
    assertThat(calls.owner()).isEqualTo(OWNER);
  }

  @Test
  void aServerThatHasForgottenTheScriptsIsTaughtThemForTheLease() {
    ScriptedRedis fresh = new ScriptedRedis().on("LEASE", 1L);

    calls.renewLease(fresh.jedis());

    assertThat(fresh.names()).startsWith("LEASE", "SCRIPT").endsWith("SCRIPT", "LEASE");
    assertThat(fresh.names()).filteredOn("SCRIPT"::equals).hasSize(Script.values().length);
  }

  @Test
  void aServerThatTakesNoScriptsSaysWhy() {
    ScriptedRedis strict = new ScriptedRedis().on("SCRIPT", ScriptedRedis.error("NOPERM no"));

    assertThatThrownBy(() -> calls.renewLease(strict.jedis())).hasMessage("NOPERM no");
  }

  @Test
  void aLeaseThatAKeyForbidsIsLoggedAndTheSessionsGoOn() {
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      redis.on("LEASE", ScriptedRedis.error("WRONGTYPE of nodes"));
      calls.renewLease(redis.jedis());
      assertThat(log.warnings())
          .containsExactly("Redis refused: the lease of this node: WRONGTYPE of nodes");

      redis.on("LEASE", ScriptedRedis.error("READONLY a replica"));
      assertThatThrownBy(() -> calls.renewLease(redis.jedis()))
          .isInstanceOf(JedisDataException.class)
          .hasMessage("READONLY a replica");
    }
  }

  @Test
  void theLastNumberWrittenIsNoneWhereItCannotBeRead() {
    assertThat(lastWritten("42")).isEqualTo(42);
    assertThat(redis.last("GET").arguments()).containsExactly("blog:onlookers:written:" + OWNER);
    assertThat(lastWritten(null)).isZero();
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      assertThat(lastWritten("none")).isZero();
      assertThat(log.warnings()).singleElement().asString().endsWith("not an integer");
    }
    assertThatThrownBy(() -> lastWritten(ScriptedRedis.error("OOM")))
        .isInstanceOf(JedisDataException.class);
  }

  @Test
  void aNumberOfTheWrongTypeIsNamed() {
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      assertThat(lastWritten(ScriptedRedis.error("WRONGTYPE"))).isZero();
      assertThat(log.warnings())
          .containsExactly("Redis refused: blog:onlookers:written:" + OWNER + ": WRONGTYPE");
    }
  }

  private long lastWritten(Object reply) {
    redis.on("GET", reply);
    return calls.lastWritten(redis.jedis());
  }

  @Test
  void whatIsRefusedAgainAndAgainIsSaidOnce() {
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      calls.warn("a", ScriptedRedis.error("no"));
      calls.warn("a", ScriptedRedis.error("no"));
      calls.warn("b", ScriptedRedis.error("never"));

      assertThat(log.warnings()).containsExactly("Redis refused: a: no", "Redis refused: b: never");
    }
  }

  @Test
  void whatIsAboutTheServerIsNoRefusalOfOneKey() {
    JedisDataException full = ScriptedRedis.error("OOM command not allowed");

    assertThatThrownBy(() -> calls.refused("a", full)).isSameAs(full);
  }
}
