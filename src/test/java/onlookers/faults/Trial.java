package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import onlookers.faults.Checker.Violation;
import onlookers.fixture.Invariant;
import onlookers.fixture.RedisServers;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/**
 * A crowd before, during and after a fault. When it is over and everybody rests, all must be true:
 * the four keys agree with the pages that are open, each page load is one view, and each page shows
 * what is so. {@code faults.seconds} says how long it goes on before and after; the file {@code
 * target/faults/table.md} gets a row.
 */
final class Trial {
  /** Each node shows what Redis has within so long, whatever it missed. */
  static final Duration BOUND = Duration.ofSeconds(10);

  /** What is measured: numbers that are false for longer than this. */
  private static final Duration NOTICED = Duration.ofSeconds(1);

  private static final int SECONDS = Integer.getInteger("faults.seconds", 4);
  private static final Path FOLDER = Path.of("target", "faults");

  private final RedisServers redis;
  private final Crowd crowd;
  private final Invariant invariant;

  /** Something that happens; returns when it is over. */
  @FunctionalInterface
  interface Fault {
    void happen() throws Exception;
  }

  /**
   * What became of it.
   *
   * @param pages how many were open
   * @param falseBefore seconds in which a page showed false numbers for longer than a second,
   *     before the fault, and while it lasted
   * @param secondsToTruth from its end until nobody showed false numbers any more
   * @param secondsToRest from then, when everybody rested, until all was true in Redis too
   */
  record Outcome(
      String name,
      int pages,
      double falseBefore,
      double falseDuring,
      double secondsToTruth,
      double secondsToRest,
      int lostConnections,
      int replacedSessions,
      Checker.Views views,
      List<Violation> violations) {
    String row() {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %.1f | %.1f | %.1f | %.1f | %d | %d | %d | %d |",
          name,
          pages,
          falseBefore,
          falseDuring,
          secondsToTruth,
          secondsToRest,
          lostConnections,
          replacedSessions,
          views.lost(),
          views.twice());
    }
  }

  Trial(RedisServers redis, Crowd crowd) {
    this.redis = redis;
    this.crowd = crowd;
    this.invariant = new Invariant(redis, "");
  }

  /**
   * Runs it.
   *
   * @param toTruth how long after the fault numbers may still be false
   */
  Outcome run(String name, Duration toTruth, Fault fault) throws Exception {
    awaitEverybody();
    int lost = crowd.losses();
    int replaced = crowd.replaced();
    crowd.live(20);
    long begin = System.nanoTime();
    pass(Duration.ofSeconds(SECONDS));
    long from = System.nanoTime();
    fault.happen();
    long to = System.nanoTime();
    pass(
        toTruth.compareTo(Duration.ofSeconds(SECONDS)) > 0 ? toTruth : Duration.ofSeconds(SECONDS));
    crowd.rest();
    long rest = System.nanoTime();
    List<String> wrong = awaitTruth(BOUND.plus(toTruth).plusSeconds(20));
    double toRest = seconds(rest, System.nanoTime());
    crowd.pages().forEach(Page::note);
    List<Violation> noticed = Checker.check(crowd.history, NOTICED);
    Outcome outcome =
        new Outcome(
            name,
            crowd.pages().size(),
            longest(noticed, begin, from),
            longest(noticed, from, to),
            noticed.stream().mapToDouble(v -> seconds(to, v.to())).max().orElse(0),
            toRest,
            crowd.losses() - lost,
            crowd.replaced() - replaced,
            Checker.views(crowd.history, views()),
            judge(begin, from, to + toTruth.toNanos()));
    report(outcome);
    crowd.reasons().forEach((reason, n) -> System.out.println(n + " times " + reason));
    assertThat(wrong).as(outcome.row()).isEmpty();
    assertThat(outcome.violations()).as(outcome.row()).isEmpty();
    return outcome;
  }

  /** Once it rests: waits until all is true, and has each page write down what it shows. */
  void assertAllIsTrue(String name, Duration atMost) {
    assertThat(awaitTruth(atMost)).as(name).isEmpty();
    crowd.pages().forEach(Page::note);
    assertThat(Checker.views(crowd.history, views())).as(name).isEqualTo(new Checker.Views(0, 0));
  }

  private static double seconds(long from, long to) {
    return Math.max(0, (to - from) / 1e9);
  }

  private static double longest(List<Violation> all, long from, long to) {
    return all.stream()
        .mapToDouble(v -> seconds(Math.max(from, v.from()), Math.min(to, v.to())))
        .max()
        .orElse(0);
  }

  /** What no fault excuses: false numbers before it, and long after it. */
  private List<Violation> judge(long begin, long from, long excusedTo) {
    return Checker.check(crowd.history, BOUND).stream()
        .filter(v -> v.to() > begin && (v.from() < from || v.to() > excusedTo))
        .filter(v -> v.to() < from || v.to() > excusedTo)
        .toList();
  }

  /** Waits until each page shows something. */
  void awaitEverybody() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (crowd.pages().stream().anyMatch(page -> page.shows().isEmpty())) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            crowd.pages().stream().filter(page -> page.shows().isEmpty()).count()
                + " pages were never answered");
      }
      pass(Duration.ofMillis(50));
    }
  }

  private List<String> awaitTruth(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    List<String> wrong = wrong();
    while (!wrong.isEmpty() && System.nanoTime() < end) {
      pass(Duration.ofMillis(100));
      wrong = wrong();
    }
    return wrong;
  }

  /** What is not true, a sentence each; of Redis, and of what the pages show. */
  private List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    Map<String, Set<String>> expected = new HashMap<>();
    for (Page page : crowd.pages()) {
      expected.computeIfAbsent(page.post(), post -> new TreeSet<>()).add(page.session());
    }
    Invariant.Snapshot snapshot = invariant.look();
    Map<String, Set<String>> actual = new HashMap<>(snapshot.sessions());
    actual.keySet().retainAll(crowd.posts());
    if (!actual.equals(expected)) {
      wrong.add("sessions: " + differences(expected, actual));
    }
    wrong.addAll(snapshot.violations());
    Map<String, Long> views = views();
    for (Page page : crowd.pages()) {
      String truth =
          expected.getOrDefault(page.post(), Set.of()).size() + "/" + views.get(page.post());
      if (!page.shows().equals(truth)) {
        wrong.add(page.post() + " is " + truth + ", and a page shows " + page.shows());
      }
    }
    return wrong.size() > 10 ? wrong.subList(0, 10) : wrong;
  }

  private static String differences(
      Map<String, Set<String>> expected, Map<String, Set<String>> actual) {
    Set<String> missing = new HashSet<>();
    expected.values().forEach(missing::addAll);
    actual.values().forEach(missing::removeAll);
    Set<String> tooMany = new HashSet<>();
    actual.values().forEach(tooMany::addAll);
    expected.values().forEach(tooMany::removeAll);
    return missing.size() + " missing, " + tooMany.size() + " too many";
  }

  private Map<String, Long> views() {
    Map<String, Long> views = new HashMap<>();
    for (String post : crowd.posts()) {
      try (Jedis jedis = redis.masterOf("views:" + post).connect()) {
        String written = jedis.get("views:" + post);
        views.put(post, written == null ? 0 : Long.parseLong(written));
      }
    }
    return views;
  }

  private static void report(Outcome outcome) {
    System.out.println(outcome.row());
    outcome.violations().stream().limit(10).forEach(System.out::println);
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(
          FOLDER.resolve("table.md"),
          outcome.row() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes what was opened, in that order, whatever fails. */
  static void close(@Nullable AutoCloseable... all) {
    AssertionError failure = null;
    for (AutoCloseable one : all) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception | AssertionError e) {
        failure = failure == null ? new AssertionError("it does not end", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The time that is measured. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
