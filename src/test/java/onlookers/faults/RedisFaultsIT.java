package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.FlushMode;
import redis.clients.jedis.args.SaveMode;

/**
 * Faults of Redis and of the way to it, with two nodes and a crowd of pages that come, move and go.
 * No socket is closed by it, no session ends, no view is lost that Redis did not lose itself.
 */
class RedisFaultsIT {
  private static final int PAGES = Integer.getInteger("faults.sessions", 60);

  /** After Redis is back: nodes look for it every second or so, and then write all. */
  private static final Duration SOON = Duration.ofSeconds(5);

  private RedisProcess redis;
  private Network network;
  private Nodes nodes;
  private Crowd crowd;

  @BeforeEach
  void start() {
    redis = RedisProcess.start("--appendonly", "yes", "--appendfsync", "always");
    network = new Network(redis.port());
    nodes = Nodes.start(2, "redis://127.0.0.1:" + network.port());
    crowd = new Crowd("post", PAGES / 8 + 1, nodes.inTurn(), Nodes.OUTLIVES, new Random(1));
    crowd.come(PAGES);
  }

  @AfterEach
  void stop() {
    Trial.close(crowd, nodes, network, redis);
  }

  private Trial.Outcome inject(String name, Trial.Fault fault) throws Exception {
    return inject(name, SOON, fault);
  }

  private Trial.Outcome inject(String name, Duration toTruth, Trial.Fault fault) throws Exception {
    Trial.Outcome outcome = new Trial(redis, crowd).run(name, toTruth, fault);
    assertThat(outcome.lostConnections()).as(outcome.row()).isZero();
    assertThat(outcome.replacedSessions()).as(outcome.row()).isZero();
    if (!crowd.history.visitsForgotten()) {
      assertThat(outcome.views().twice()).as(outcome.row()).isZero();
    }
    return outcome;
  }

  private static void assertNothingLost(Trial.Outcome outcome) {
    assertThat(outcome.views().lost()).as(outcome.row()).isZero();
  }

  @Test
  @Tag("faults")
  void nothingHappens() throws Exception {
    assertNothingLost(inject("nothing", () -> {}));
  }

  @Test
  void scriptsAreFlushedConnectionsKilledNotificationsSwitchedOff() throws Exception {
    Trial.Outcome outcome =
        inject(
            "SCRIPT FLUSH, CLIENT KILL, notify-keyspace-events overwritten",
            Trial.BOUND,
            () -> {
              carryOut(jedis -> jedis.scriptFlush(FlushMode.SYNC));
              Trial.pass(Duration.ofSeconds(1));
              network.cut();
              Trial.pass(Duration.ofSeconds(1));
              carryOut(jedis -> jedis.configSet("notify-keyspace-events", ""));
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void restartedWithItsData() throws Exception {
    Trial.Outcome outcome =
        inject(
            "Redis killed, restarted with its data",
            () -> {
              redis.kill();
              Trial.pass(Duration.ofSeconds(2));
              redis.restartWithData();
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void shutDownAndStartedAnewThreeTimes() throws Exception {
    Trial.Outcome outcome =
        inject(
            "Redis shut down (SHUTDOWN SAVE) and started anew, three times",
            () -> {
              for (int i = 0; i < 3; i++) {
                shutDown();
                redis.restartWithData();
                Trial.pass(Duration.ofSeconds(3));
              }
            });
    assertNothingLost(outcome);
  }

  private void shutDown() {
    try (Jedis jedis = redis.connect()) {
      jedis.shutdown(SaveMode.SAVE);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> !redis.isAlive());
  }

  @Test
  @Tag("faults")
  void restartedEmpty() throws Exception {
    crowd.history.forgetVisits(); // a page that comes back to a post counts again
    inject(
        "Redis killed, restarted empty",
        () -> {
          redis.kill();
          deleteLog();
          redis.restart();
        });
  }

  private void deleteLog() throws IOException {
    Path folder = redis.folder().resolve("appendonlydir");
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  @Tag("faults")
  void restartedFromASnapshotOfThreeSecondsAgo() throws Exception {
    carryOut(jedis -> jedis.configSet("appendonly", "no"));
    Trial.Outcome outcome =
        inject(
            "Redis killed, back within 0.3 s from a snapshot 3 s old",
            () -> {
              carryOut(Jedis::save);
              Trial.pass(Duration.ofSeconds(3));
              redis.kill();
              Files.move(
                  redis.folder().resolve("appendonlydir"), redis.folder().resolve("not-used"));
              redis.restartFromSnapshot();
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void unreachableForTwentySeconds() throws Exception {
    Trial.Outcome outcome =
        inject(
            "Redis unreachable for 20 s: nothing arrives",
            () -> {
              network.silent(true);
              Trial.pass(Duration.ofSeconds(20));
              network.silent(false);
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void refusedForTwentySeconds() throws Exception {
    Trial.Outcome outcome =
        inject(
            "Redis unreachable for 20 s: connections refused",
            () -> {
              network.shut(true);
              Trial.pass(Duration.ofSeconds(20));
              network.shut(false);
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void slow() throws Exception {
    Trial.Outcome outcome =
        inject(
            "each answer of Redis takes 200 ms, for 10 s",
            () -> {
              network.delay(Duration.ofMillis(200));
              Trial.pass(Duration.ofSeconds(10));
              network.delay(Duration.ZERO);
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void fullAndRefusing() throws Exception {
    Trial.Outcome outcome =
        inject(
            "Redis full (noeviction) for 5 s",
            () -> {
              carryOut(jedis -> jedis.configSet("maxmemory", "1"));
              Trial.pass(Duration.ofSeconds(5));
              carryOut(jedis -> jedis.configSet("maxmemory", "0"));
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void fullAndEvicting() throws Exception {
    crowd.history.forgetVisits(); // evicted as well: a page that comes back to a post counts again
    inject(
        "Redis full (volatile-random evicts) for 3 s",
        Trial.BOUND,
        () -> {
          carryOut(jedis -> jedis.configSet("maxmemory-policy", "volatile-random"));
          carryOut(jedis -> jedis.configSet("maxmemory", "1"));
          Trial.pass(Duration.ofSeconds(3));
          carryOut(jedis -> jedis.configSet("maxmemory", "0"));
        });
  }

  /** The next file of Redis' log is one that takes nothing. */
  @Test
  @Tag("faults")
  void diskFull() throws Exception {
    carryOut(jedis -> jedis.configSet("appendfsync", "everysec"));
    Trial.Outcome outcome =
        inject(
            "disk full under appendonly for 5 s",
            () -> {
              Path folder = redis.folder().resolve("appendonlydir");
              for (int i = 2; i < 9; i++) {
                Path next = folder.resolve("appendonly.aof." + i + ".incr.aof");
                if (!Files.exists(next)) {
                  Files.createSymbolicLink(next, Path.of("/dev/full"));
                }
              }
              carryOut(Jedis::bgrewriteaof);
              Trial.pass(Duration.ofSeconds(5));
              try (var files = Files.list(folder)) {
                for (Path file : files.filter(Files::isSymbolicLink).toList()) {
                  Files.delete(file);
                }
              }
              carryOut(Jedis::bgrewriteaof);
              Trial.pass(Duration.ofSeconds(1));
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void readOnly() throws Exception {
    Trial.Outcome outcome =
        inject(
            "Redis made a replica of nobody for 5 s",
            () -> {
              carryOut(jedis -> jedis.replicaof("127.0.0.1", 1));
              Trial.pass(Duration.ofSeconds(5));
              carryOut(Jedis::replicaofNoOne);
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void flushed() throws Exception {
    crowd.history.forgetVisits(); // a page that comes back to a post counts again
    inject("FLUSHDB", Trial.BOUND, () -> carryOut(Jedis::flushDB));
  }

  @Test
  @Tag("faults")
  void noConnectionIsLeft() throws Exception {
    Trial.Outcome outcome =
        inject(
            "maxclients reached by strangers for 5 s",
            () -> {
              List<Jedis> strangers = new ArrayList<>();
              for (int i = 0; i < 8; i++) { // before the nodes lose theirs, and want new ones
                strangers.add(new Jedis("127.0.0.1", redis.port()));
                strangers.get(i).ping();
              }
              strangers.get(0).configSet("maxclients", "8");
              network.cut();
              Trial.pass(Duration.ofSeconds(5));
              strangers.get(0).configSet("maxclients", "10000");
              strangers.forEach(Jedis::close);
            });
    assertNothingLost(outcome);
  }

  @Test
  @Tag("faults")
  void theListenerIsCutOffForReadingTooSlowly() throws Exception {
    Trial.Outcome outcome =
        inject(
            "client-output-buffer-limit hit by the listener, again and again for 5 s",
            Trial.BOUND,
            () -> {
              carryOut(jedis -> jedis.configSet("client-output-buffer-limit", "pubsub 1 1 1"));
              Trial.pass(Duration.ofSeconds(5));
              carryOut(
                  jedis -> jedis.configSet("client-output-buffer-limit", "pubsub 32mb 8mb 60"));
            });
    assertNothingLost(outcome);
  }

  private void carryOut(Command command) {
    try (Jedis jedis = redis.connect()) {
      command.run(jedis);
    }
  }

  private interface Command {
    Object run(Jedis jedis);
  }
}
