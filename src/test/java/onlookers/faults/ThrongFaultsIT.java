package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import onlookers.fixture.Http;
import onlookers.fixture.OpenFiles;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands who come, stop reading or are gone at once, beside pages of which the checker knows
 * what they must be shown: none of these is lost, and none shows anything false.
 */
@Tag("faults")
class ThrongFaultsIT {
  private static final int PAGES = 100;
  private static final int OFFERED = 20_000;
  private static final int A_SECOND = 2_000;

  /** Files that a process needs for all but the throng. */
  private static final int OTHER_FILES = 600;

  private static final String POST = "throng";

  private static final String CROWD = "post";

  private static final String[] WATCHED = {CROWD + "-0", CROWD + "-1"};

  private static final Duration SLOW_MACHINE = Duration.ofMinutes(3);

  private RedisProcess redis;
  private Nodes nodes;
  private Crowd crowd;
  private Throng throng;

  @BeforeEach
  void startRedis() {
    redis = RedisProcess.start();
  }

  /** One node with so much memory, and the pages on it. */
  private WarProcess start(String heap, String... watched) {
    nodes = Nodes.start(1, redis.uri(), List.of("-Xmx" + heap));
    WarProcess node = nodes.all.get(0);
    crowd = new Crowd(CROWD, PAGES / 8 + 1, nodes.inTurn(), Nodes.OUTLIVES, new Random(1));
    crowd.come(PAGES);
    throng = new Throng(node.presence(), POST, watched);
    return node;
  }

  @AfterEach
  void stop() {
    Trial.close(throng, crowd, nodes, redis);
  }

  private void inject(String name, Trial.Fault fault) throws Exception {
    Trial.Outcome outcome = new Trial(redis, crowd).run(name, Trial.BOUND, fault);
    System.out.println(throng);
    String log = nodes.all.get(0).log();
    assertThat(log).doesNotContain("OutOfMemoryError");
    assertThat(outcome.lostConnections()).as(outcome.row()).isZero();
    assertThat(outcome.replacedSessions()).as(outcome.row()).isZero();
    assertThat(outcome.views()).as(outcome.row()).isEqualTo(new Checker.Views(0, 0));
    assertThat(throng.lost()).as("%s; %s", throng, log).isZero();
  }

  private void awaitAll(int number) {
    await()
        .atMost(SLOW_MACHINE)
        .until(() -> throng.open() + throng.refused() + throng.failed() + throng.lost() >= number);
  }

  private void assertViewers(int number) {
    URI post = nodes.all.get(0).base().resolve("api/posts/" + POST);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(Http.body(post)).contains("\"viewers\":" + number + ","));
  }

  /** Or as many as the machine lets a process have files, which the row says. */
  @Test
  void twentyThousandComeTwoThousandASecond() throws Exception {
    WarProcess node = start("512m");
    int files =
        Math.min(OpenFiles.limit(node.pid()), OpenFiles.limit(ProcessHandle.current().pid()));
    int number = Math.min(OFFERED, files - OTHER_FILES);
    assertThat(number).as("%d files are too few for this", files).isGreaterThan(OFFERED / 2);
    inject(
        String.format("%,d connections, %,d offered a second", number, A_SECOND),
        () -> {
          long begin = System.nanoTime();
          throng.come(number, A_SECOND);
          awaitAll(number);
          System.out.printf("%s after %.1f s%n", throng, (System.nanoTime() - begin) / 1e9);
        });
    assertThat(throng.open()).as("%s", throng).isEqualTo(number);
    assertViewers(number);
  }

  @Test
  void fiveThousandStopReadingAndThreeThousandOfThemAreGoneAtOnce() throws Exception {
    start("256m", WATCHED);
    throng.come(5_000, 1_000);
    awaitAll(5_000);
    inject(
        "5,000 stop reading for 20 s; then 3,000 of them are gone at once, and 2,000 read on",
        () -> {
          throng.stopReading();
          Trial.pass(Duration.ofSeconds(20)); // they would be taken for lost after 60
          throng.drop(3_000);
          throng.readOn();
          Trial.pass(Nodes.GRACE);
        });
    assertThat(throng.failed()).as("%s", throng).isZero();
    assertThat(throng.open()).as("%s", throng).isEqualTo(2_000);
    assertViewers(2_000);
  }

  /** Whoever is in stays in; whoever comes is told to come later, until somebody has gone. */
  @Test
  void aHeapThatIsNearlyFullLetsNobodyInAndEndsNobody() throws Exception {
    String heap = System.getProperty("faults.heap", "72m");
    WarProcess node = start(heap);
    inject(
        String.format("heap of %s, %,d connections offered", heap, OFFERED),
        () -> {
          throng.come(OFFERED, A_SECOND);
          awaitAll(OFFERED);
          System.out.println(throng);
          throng.drop(throng.open() / 2); // pages that were sent away come back in their place
          Trial.pass(Nodes.GRACE);
        });
    assertThat(node.isAlive()).isTrue();
    assertThat(throng.refused()).as("%s", throng).isPositive();
    // Tomcat gives up a close frame that it cannot send within 250 ms: up to six were seen.
    assertThat(throng.failed()).as("%s", throng).isLessThanOrEqualTo(OFFERED / 1_000);
    assertThat(throng.open()).as("%s", throng).isPositive();
    assertViewers(throng.open());
  }
}
