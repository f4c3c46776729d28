package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onlookers.fixture.Jmx;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** A day's comings and goings in minutes: at its end nothing is left of them. */
class LongLifeIT {
  private static final int SECONDS = Integer.getInteger("faults.life", 120);
  private static final int STEPS_PER_SECOND = 90;
  private static final int PAGES = 100;

  /** Memory, threads and files of a process, and the keys of Redis. */
  private record State(long bytes, long threads, long files, Set<String> keys) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%.1f MB, %d threads, %d files, %d keys",
          bytes / 1e6,
          threads,
          files,
          keys.size());
    }
  }

  @Test
  @Tag("faults")
  void atItsEndMemoryThreadsFilesAndKeysAreAsAtTheBeginning() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        Nodes nodes = Nodes.start(1, redis.uri())) {
      WarProcess node = nodes.all.get(0);
      live(nodes, "life", 10);
      State before = atRest(redis, node);
      live(nodes, "life", SECONDS);
      State after = atRest(redis, node);
      System.out.printf(
          "%d steps of pages in %d s: before %s; after %s%n",
          SECONDS * STEPS_PER_SECOND, SECONDS, before.text(), after.text());
      assertThat(after.bytes()).as("memory").isLessThan(before.bytes() + 12_000_000);
      assertThat(after.threads()).as("threads").isLessThan(before.threads() + 10);
      assertThat(after.files()).as("files").isLessThan(before.files() + 10);
      Set<String> more = new TreeSet<>(after.keys());
      more.removeAll(before.keys());
      assertThat(more).as("keys that are not views").isEmpty();
    }
  }

  private static void live(Nodes nodes, String name, int seconds) {
    try (Crowd crowd = new Crowd(name, 20, nodes.inTurn(), Nodes.OUTLIVES, new Random(seconds))) {
      crowd.come(PAGES);
      crowd.live(STEPS_PER_SECOND);
      Trial.pass(Duration.ofSeconds(seconds));
    }
  }

  /** Once the last session has gone. */
  private static State atRest(RedisProcess redis, WarProcess node) throws IOException {
    try (Jedis jedis = redis.connect()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> jedis.keys("session:*").isEmpty() && jedis.keys("viewers:*").isEmpty());
      Trial.pass(Duration.ofSeconds(12)); // idle threads end after ten
      return new State(
          liveBytes(node),
          entries(node, "task"),
          entries(node, "fd"),
          jedis.keys("*").stream().filter(LongLifeIT::isNoView).collect(Collectors.toSet()));
    }
  }

  /** How many threads or descriptors the node has. */
  private static long entries(WarProcess node, String what) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(node.pid()), what))) {
      return all.count();
    }
  }

  /** What a page load leaves for a day, as schema.md says, and what a view leaves for ever. */
  private static boolean isNoView(String key) {
    return !key.startsWith("views:") && !key.startsWith("onlookers:visit");
  }

  private static long liveBytes(WarProcess node) {
    try (Jmx jmx = node.jmx()) {
      return jmx.liveBytes();
    }
  }
}
