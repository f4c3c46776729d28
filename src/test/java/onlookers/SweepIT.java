package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.Http;
import onlookers.fixture.Invariant;
import onlookers.fixture.Jmx;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisMonitor;
import onlookers.fixture.RedisMonitor.Command;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A sweep of much garbage: all of it goes, in steps that Redis does not feel. */
class SweepIT {
  private static final int SESSIONS = 120_000;
  private static final int POSTS = 500;
  private static final double SLOW_MICROS = 5_000;

  private static final Pattern AVERAGE =
      Pattern.compile("cmdstat_(\\S+):calls=\\d+,usec=(\\d+),usec_per_call=([0-9.]+)");

  private static final Pattern CPU_SECONDS = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");

  /** Commands that take a collection, or the keyspace, at once. */
  private static final List<String> WHOLE =
      List.of("keys", "smembers", "hgetall", "hkeys", "hvals", "sort", "sunion", "flushdb");

  /**
   * Sessions whose {@code session:} key is gone, as many in one call as Redis takes in a moment.
   */
  private static final String GARBAGE =
      """
      for i = tonumber(ARGV[1]), tonumber(ARGV[2]) do
        local post = 'p' .. (i % tonumber(ARGV[3]))
        redis.call('HSET', 'viewers', 'dead-' .. i, post)
        redis.call('SADD', 'viewers:' .. post, 'dead-' .. i)
      end
      """;

  /** Sessions that only a set knows. */
  private static final String GHOSTS =
      "for i = 1, 10000 do redis.call('SADD', 'viewers:q', 'ghost-' .. i) end";

  /**
   * More than the product asks for at once; less than a step without a bound would take in the
   * test.
   */
  private static final int STEP = 1_000;

  /** A script is run for one session, or one post. */
  private static final int COMMANDS_OF_A_SCRIPT = 20;

  /** Commands whose work is told by the number of their words, whatever the keys hold. */
  private static final List<String> BOUNDED_BY_WORDS =
      List.of(
          ("client config evalsha exists expire expireat get hdel hello hget hlen hmget hset info mget ping psubscribe publish"
                  + " subscribe unsubscribe sadd scard set sismember smismember srem time zadd zcard zrem zscore")
              .split(" "));

  private RedisProcess redis;
  private Jedis jedis;
  private WarProcess war;
  private Jmx jmx;

  @BeforeEach
  void start() {
    redis = RedisProcess.start();
    jedis = redis.connect();
    war =
        WarProcess.start(
            "--redis.uri=" + redis.uri(), "--sweep.interval=86400", "--node.lease=600");
    jmx = war.jmx();
  }

  @AfterEach
  void stop() {
    jmx.close();
    war.close();
    jedis.close();
    redis.close();
  }

  private void writeGarbage() {
    for (int from = 0; from < SESSIONS; from += 2_000) {
      jedis.eval(GARBAGE, List.of(), List.of(from + "", (from + 1_999) + "", POSTS + ""));
    }
  }

  /**
   * Sweeps, and no kind of command is slow on an average, or takes a whole collection at once.
   * Redis measures by the clock, which on a busy machine runs on while it is not given the
   * processor.
   */
  private long sweepInSmallSteps() {
    jedis.configResetStat();
    double before = cpuMicros();
    long collected = ((Number) jmx.call("sweep")).longValue();
    double cpu = cpuMicros() - before;
    String stats = jedis.info("commandstats");
    double share = Math.min(1, cpu / clockMicros(stats));
    assertThat(stats).contains("cmdstat_hscan:", "cmdstat_smismember:");
    assertThat(stats).doesNotContain(WHOLE.stream().map(name -> "cmdstat_" + name + ":").toList());
    assertThat(AVERAGE.matcher(stats).results())
        .isNotEmpty()
        .allSatisfy(
            average ->
                assertThat(share * Double.parseDouble(average.group(3)))
                    .as("microseconds for one %s", average.group(1))
                    .isLessThan(SLOW_MICROS));
    return collected;
  }

  private double cpuMicros() {
    return 1e6 * sum(CPU_SECONDS.matcher(jedis.info("cpu")).results().map(cpu -> cpu.group(1)));
  }

  /** What a script calls is counted by itself. */
  private static double clockMicros(String stats) {
    return sum(
        AVERAGE
            .matcher(stats)
            .results()
            .filter(average -> !average.group(1).startsWith("eval"))
            .map(average -> average.group(2)));
  }

  private static double sum(Stream<String> numbers) {
    return numbers.mapToDouble(Double::parseDouble).sum();
  }

  /** An answer may be a second old. */
  private void awaitTop(int limit, String ranking) {
    URI top = war.base().resolve("api/top?limit=" + limit);
    await().untilAsserted(() -> assertThat(Http.body(top)).isEqualTo(ranking));
  }

  @Test
  void muchGarbageGoesInStepsThatRedisDoesNotFeel() {
    try (Reader reader = Reader.viewing(war, "p1");
        ForeignWriter foreign = new ForeignWriter(redis, "")) {
      foreign.view("foreign-living", "p2");
      writeGarbage();
      long before = jmx.number("SessionsCollected");
      long collected = sweepInSmallSteps();
      assertThat(collected).isEqualTo(SESSIONS);
      assertThat(jmx.number("SessionsCollected") - before).isEqualTo(SESSIONS);
      assertThat(System.currentTimeMillis() - jmx.number("LastSweepAt")).isBetween(0L, 60_000L);
      assertThat(jedis.hgetAll("viewers").keySet())
          .isEqualTo(Set.of(reader.session(), "foreign-living"));
      reader.awaitCounts("p1", 1, 1);
      new Invariant(redis, "").assertHolds();
    }
  }

  @Test
  void aSetTooLargeForOneStepIsSweptAllTheSame() {
    jedis.eval(GARBAGE, List.of(), List.of("0", "49999", "1"));
    assertThat(sweepInSmallSteps()).isEqualTo(50_000);
    assertThat(jedis.exists("viewers", "viewers:p0")).isZero();
  }

  /**
   * Told by the commands and not by the clock: a single step that takes all at once is seen, on
   * whatever machine.
   */
  @Test
  void noSingleStepTakesMoreThanSomeHundredEntries() {
    jedis.eval(GARBAGE, List.of(), List.of("0", "9999", "1"));
    jedis.eval(GHOSTS);
    jedis.del("onlookers:scanned");
    try (RedisMonitor monitor = new RedisMonitor(redis)) {
      assertThat(jmx.call("sweep")).isEqualTo(20_000L);
      List<Command> commands = monitor.commands();
      assertThat(commands).as("one by one").hasSizeGreaterThan(20_000);
      assertThat(commands).filteredOn(command -> entries(command) >= STEP).isEmpty();
      assertThat(longestScript(commands)).isLessThan(COMMANDS_OF_A_SCRIPT);
    }
  }

  /** How many entries of keys a command takes at most, as far as its words tell. */
  private static int entries(Command command) {
    List<String> words = command.words();
    if (command.name().endsWith("scan")) {
      return Integer.parseInt(words.get(words.indexOf("COUNT") + 1));
    }
    if (words.contains("onlookers:nodes")) {
      return 1; // there is one node here
    }
    if (words.size() > 1 && words.get(1).startsWith("onlookers:probe:")) {
      return 1; // its heartbeat, which comes along where the sweep takes longer than 5 s
    }
    if (command.name().equals("zrange") && !words.get(3).startsWith("-")) {
      return Integer.parseInt(words.get(3)) + 1;
    }
    return BOUNDED_BY_WORDS.contains(command.name()) ? words.size() : Integer.MAX_VALUE;
  }

  private static int longestScript(List<Command> commands) {
    int longest = 0;
    int current = 0;
    for (Command command : commands) {
      current = command.scripted() ? current + 1 : 0;
      longest = Math.max(longest, current);
    }
    return longest;
  }

  @Test
  void ghostsOfForeignMovesAreRemovedAndNoLivingSessionIs() {
    try (ForeignWriter foreign = new ForeignWriter(redis, "")) {
      List<String> sessions =
          IntStream.range(0, 500).mapToObj(i -> foreign.view("p" + i % 7)).toList();
      for (int i = 0; i < sessions.size(); i++) {
        foreign.view(sessions.get(i), "q" + i % 5);
      }
      jmx.call("sweep");
      new Invariant(redis, "").assertHolds();
      assertThat(jedis.hlen("viewers")).isEqualTo(500);
      assertThat(jedis.scard("viewers:q0")).isEqualTo(100);
      assertThat(jedis.exists("viewers:p0")).isFalse();
    }
  }

  @Test
  void aHashThatIsTakenAwayIsBackLongBeforeTheNextSweep() {
    try (Reader reader = Reader.viewing(war, "13")) {
      String session = reader.session();
      jmx.call("sweep"); // takes the lock
      await().until(() -> "1".equals(peak())); // the collector has seen that it is there
      jedis.del("viewers");
      await().untilAsserted(() -> assertThat(jedis.hget("viewers", session)).isEqualTo("13"));
      new Invariant(redis, "").assertHolds();
      assertThat(jedis.get("views:13")).isEqualTo("1");
    }
  }

  private String peak() {
    String day = jedis.keys("onlookers:peak:*").stream().findFirst().orElse("");
    return jedis.hvals(day).stream().findFirst().orElse("");
  }

  @Test
  void theRankingRepairsItself() {
    try (ForeignWriter foreign = new ForeignWriter(redis, "");
        Reader reader = Reader.viewing(war, "one")) {
      IntStream.range(0, 3).forEach(i -> foreign.view("three"));
      IntStream.range(0, 2).forEach(i -> foreign.view("two"));
      String truth =
          "[{\"post\":\"three\",\"viewers\":3},{\"post\":\"two\",\"viewers\":2},{\"post\":\"one\",\"viewers\":1}]";
      jmx.call("sweep");
      awaitTop(10, truth);
      jedis.zadd("onlookers:posts", 99, "nobody");
      jedis.zadd("onlookers:posts", 50, "one");
      jedis.zrem("onlookers:posts", "two");
      jmx.call("sweep");
      awaitTop(10, truth);
      awaitTop(1, "[{\"post\":\"three\",\"viewers\":3}]");
      jedis.del("onlookers:posts");
      jmx.call("sweep");
      awaitTop(10, truth);
      reader.awaitCounts("one", 1, 1);
    }
  }
}
