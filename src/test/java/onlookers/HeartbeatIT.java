package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The heartbeat: a minute in which next to nothing is done. Here, so that it is not the last to be
 * waited for. Both sockets are opened before the tests, and wait side by side.
 */
class HeartbeatIT {
  private static WarProcess war;
  private static Reader patient;

  /** Answers no ping; completes with the milliseconds after which it was dropped. */
  private static CompletableFuture<Long> dropped;

  @BeforeAll
  static void open() {
    war = WarProcess.start();
    patient = Reader.viewing(war, "heartbeat");
    dropped = new CompletableFuture<>();
    Thread thread = new Thread(HeartbeatIT::waitUntilDropped, "onlookers-test-silent");
    thread.setDaemon(true);
    thread.start();
  }

  private static void waitUntilDropped() {
    long start = System.nanoTime();
    try (RawClient silent = RawClient.connect(war.presence())) {
      silent.maxWait(120_000);
      silent.readClose();
      dropped.complete(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    } catch (RuntimeException | Error e) {
      dropped.completeExceptionally(e);
    }
  }

  @AfterAll
  static void close() {
    if (patient != null) {
      patient.close();
    }
    war.close();
  }

  @Test
  void theServerPingsEvery25SecondsAndASocketThatAnswersStays() {
    await()
        .atMost(Duration.ofSeconds(135))
        .untilAsserted(() -> assertThat(betweenPings()).anyMatch(HeartbeatIT::is25Seconds));
    assertThat(patient.closeCode()).isNull();
  }

  /** Who is kept waiting finds one ping late: between two others it is as long as it should be. */
  private static List<Duration> betweenPings() {
    List<Long> pings = patient.pings();
    return IntStream.range(1, pings.size())
        .mapToObj(i -> Duration.ofNanos(pings.get(i) - pings.get(i - 1)))
        .toList();
  }

  private static boolean is25Seconds(Duration between) {
    return between.minusSeconds(25).abs().compareTo(Duration.ofSeconds(2)) <= 0;
  }

  @Test
  void aSocketThatIsSilentFor60SecondsIsDropped() throws Exception {
    long millis = dropped.get(120, TimeUnit.SECONDS);
    assertThat(Duration.ofMillis(millis)).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(90));
    assertThat(patient.closeCode()).isNull();
  }
}
