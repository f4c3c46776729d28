package onlookers.redis.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.connect.Script;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.connect.ScriptedRedis.Call;
import onlookers.redis.schema.CountCalls.Attempt;
import onlookers.redis.schema.SessionCalls.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.util.JedisClusterCRC16;

/** What each script is given is what its head says that it is given. */
class ScriptCallsTest {
  private static final Post POST = new Post("13");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 26);
  private static final String OWNER = "node:0123";
  private static final Viewing FULL = new Viewing("s", POST, "page-load", "person");
  private static final Viewing PLAIN = new Viewing("s", POST, null, null);

  private final ScriptedRedis redis = new ScriptedRedis().knowingScripts();
  private final ScriptCalls calls =
      new ScriptCalls(
          new Keys("blog:"),
          new Owner(OWNER),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ofMinutes(5)));

  private Call call(Consumer<AbstractPipeline> queueing) {
    RoutedPipeline pipeline = redis.masters().pipelined();
    queueing.accept(pipeline);
    pipeline.sync();
    return redis.calls.get(redis.calls.size() - 1);
  }

  static Stream<Script> scripts() {
    return Stream.of(Script.values());
  }

  private Call callOf(Script script) {
    return callOf(script, calls, FULL);
  }

  private Call callOf(Script script, ScriptCalls calls, Viewing viewing) {
    String session = viewing.session();
    Post post = viewing.post();
    return switch (script) {
      case CLAIM ->
          call(pipeline -> calls.sessions().claim(pipeline, session, post, Claim.WRITE, ""));
      case PARK -> call(pipeline -> calls.sessions().park(pipeline, session, post, "old:1"));
      case RELEASE -> call(pipeline -> calls.sessions().release(pipeline, session, true, "old:1"));
      case REAP -> call(pipeline -> calls.sessions().reap(pipeline, session, "dead:1"));
      case ADD_VIEWS ->
          call(pipeline -> calls.counts().addViews(pipeline, viewing, 4, 7, 6, Attempt.RESENT));
      case LEASE -> call(calls.nodes()::lease);
      case EXPIRED -> call(calls.nodes()::expired);
      case NODES -> call(pipeline -> calls.nodes().nodes(pipeline, 100));
      case DEREGISTER -> call(pipeline -> calls.nodes().deregister(pipeline, "dead:1"));
      case LOCK -> call(pipeline -> calls.nodes().lock(pipeline, Duration.ofSeconds(5), true));
      case ADD_DAY ->
          call(
              pipeline ->
                  calls.counts().addDay(pipeline, new DayBatch(DAY, 7, Map.of(post, 4L)), false));
      case PEAK -> call(pipeline -> calls.counts().peak(pipeline, DAY, "23:59", "23", 12));
      case SET_VIEWS -> call(pipeline -> calls.counts().setViews(pipeline, post, 500, true));
      case IMPORT -> call(pipeline -> calls.counts().importOnce(pipeline, post, 120));
    };
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void theKeysAreThoseThatTheHeadNames(Script script) {
    List<String> named = new ArrayList<>();
    Matcher heads =
        Pattern.compile("(?m)^-- KEYS\\[\\d] +(\\S+)").matcher(ScriptedRedis.text(script));
    while (heads.find()) {
      named.add("blog:" + filledIn(heads.group(1)));
    }

    assertThat(callOf(script).keys()).isNotEmpty().isEqualTo(named);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void theArgumentsAreAsManyAsTheHeadNames(Script script) {
    int named =
        ScriptedRedis.text(script)
            .lines()
            .filter(line -> line.startsWith("--"))
            .flatMap(line -> Pattern.compile("ARGV\\[(\\d+)]").matcher(line).results())
            .mapToInt(number -> Integer.parseInt(number.group(1)))
            .max()
            .orElse(0);

    assertThat(callOf(script).arguments()).hasSize(named);
  }

  private static String filledIn(String key) {
    return key.replace("{", "{blog:")
        .replace("<session>", "s")
        .replace("<post>", "13")
        .replace("<visit>", "page-load")
        .replace("<visitor>", "person")
        .replace("<day>", DAY.toString())
        .replace("<owner>", OWNER);
  }

  /** A Cluster runs no script of whose keys two lie in different slots. */
  @ParameterizedTest
  @MethodSource("scripts")
  void theKeysLieInOneSlotWhateverTheNames(Script script) {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      String prefix = PREFIXES.get(i % PREFIXES.size()).replace("*", name(random, 8));
      Viewing viewing =
          new Viewing(
              name(random, 22),
              new Post(name(random, 1 + random.nextInt(32))),
              name(random, 16),
              name(random, 16) + "}{");
      ScriptCalls any =
          new ScriptCalls(
              new Keys(prefix),
              new Owner(name(random, 20) + ":" + name(random, 16)),
              new RedisPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(1)));

      assertThat(callOf(script, any, viewing).keys().stream().map(JedisClusterCRC16::getSlot))
          .as("%s and %s", prefix, viewing)
          .containsOnly(JedisClusterCRC16.getSlot(callOf(script, any, viewing).keys().get(0)));
    }
  }

  private static final List<String> PREFIXES =
      List.of("", "*:", "{blog7}:", "{*}", "*{*}:*{", "a{{b}:", "[*]");

  private static final String LETTERS = "ABCxyz0189_-";

  private static String name(Random random, int length) {
    return random
        .ints(length, 0, LETTERS.length())
        .mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  @Test
  void aPrefixThatIsAHashTagKeepsEverythingInOneSlot() {
    ScriptCalls tagged =
        new ScriptCalls(
            new Keys("{blog7}:"),
            new Owner(OWNER),
            new RedisPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));

    assertThat(scripts().flatMap(script -> callOf(script, tagged, FULL).keys().stream()))
        .extracting(JedisClusterCRC16::getSlot)
        .containsOnly(JedisClusterCRC16.getSlot("blog7"));
  }

  @Test
  void aSessionIsClaimedForItsOwnerAsLongAsASessionLives() {
    assertThat(callOf(Script.CLAIM).arguments()).containsExactly("13", OWNER, "660", "write", "");
    assertThat(claim(Claim.RECLAIM).arguments()).endsWith("reclaim", "");
    assertThat(claim(Claim.RESUME).arguments()).endsWith("resume", "");
    assertThat(claim(Claim.RESUME_PARKED).arguments()).endsWith("resume parked", "");
  }

  private Call claim(Claim how) {
    return call(pipeline -> calls.sessions().claim(pipeline, "s", POST, how, ""));
  }

  @Test
  void aViewIsSentWithAllThatBelongsToIt() {
    assertThat(callOf(Script.ADD_VIEWS).arguments())
        .containsExactly("4", "7", "86400", "300", "720", "0", "6", "1");
    assertThat(
            call(pipeline -> calls.counts().addViews(pipeline, FULL, 4, 7, 0, Attempt.REPLAYED))
                .arguments())
        .containsExactly("4", "7", "86400", "300", "720", "1", "0", "1");
  }

  @Test
  void withoutAVisitOrAVisitorNoneIsMarked() {
    Call view = call(pipeline -> calls.counts().addViews(pipeline, PLAIN, 1, 7, 0, Attempt.FIRST));
    assertThat(view.arguments()).containsExactly("1", "7", "", "0", "720", "0", "0", "0");
    assertThat(view.keys()).endsWith("blog:views:13", "blog:views:13"); // of the same slot

    int before = redis.calls.size();
    RoutedPipeline pipeline = redis.masters().pipelined();
    calls.counts().markSeen(pipeline, PLAIN);
    pipeline.sync();
    assertThat(redis.calls).hasSize(before);
  }

  @Test
  void whoIsParkedIsRememberedAsLongAsWhoViews() {
    assertThat(callOf(Script.PARK).arguments()).containsExactly("13", OWNER, "660", "old:1");
  }

  @Test
  void anEndIsRememberedWhereTheSessionWasTakenOver() {
    assertThat(callOf(Script.RELEASE).arguments()).containsExactly(OWNER, "660", "old:1");
    assertThat(call(pipeline -> calls.sessions().release(pipeline, "s", false, "")).arguments())
        .containsExactly(OWNER, "0", "");
  }

  @Test
  void theCollectorSaysWhoIsDeadAndAnImportHowMuch() {
    assertThat(callOf(Script.REAP).arguments()).containsExactly("dead:1");
    assertThat(callOf(Script.DEREGISTER).arguments()).containsExactly("dead:1");
    assertThat(callOf(Script.EXPIRED).arguments()).containsExactly("15000", "600000");
    assertThat(callOf(Script.IMPORT).arguments()).containsExactly("120");
  }

  @Test
  void theLockIsTakenByForceOnlyWhenThatIsAsked() {
    assertThat(callOf(Script.LOCK).arguments()).containsExactly(OWNER, "5000", "1", "600000");
    assertThat(
            call(pipeline -> calls.nodes().lock(pipeline, Duration.ofSeconds(5), false))
                .arguments())
        .containsExactly(OWNER, "5000", "0", "600000");
  }

  @Test
  void aLeaseIsInMilliseconds() {
    assertThat(callOf(Script.LEASE).arguments()).containsExactly(OWNER, "15000");
    assertThat(calls.owner()).isEqualTo(OWNER);
  }

  @Test
  void aServerThatTakesNoScriptsSaysWhy() {
    ScriptedRedis strict = new ScriptedRedis().on("SCRIPT", ScriptedRedis.error("NOPERM no"));

    assertThatThrownBy(() -> strict.masters().call(calls.nodes()::lease)).hasMessage("NOPERM no");
  }
}
