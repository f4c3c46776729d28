package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BulkheadTest {
  private static final Duration LONG = Duration.ofSeconds(40);
  private static final int PERMITS = 3;
  private static final int PLACES = 2;

  private final ManualScheduler time = new ManualScheduler();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private Bulkhead bulkhead = new Bulkhead(PERMITS, PLACES, LONG, time);

  private CompletableFuture<String> start(Supplier<String> work) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(bulkhead.call(work));
              } catch (UnavailableException e) {
                answer.complete(e.getMessage());
              }
            },
            "asks");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return answer;
  }

  private List<CompletableFuture<String>> fill() {
    List<CompletableFuture<String>> working = new ArrayList<>();
    for (int i = 0; i < PERMITS; i++) {
      working.add(start(this::passGate));
    }
    await().until(() -> bulkhead.available() == 0);
    return working;
  }

  private String passGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "done";
  }

  private CompletableFuture<String> startAndWait() {
    CompletableFuture<String> answer = start(() -> "turn");
    Thread thread = threads.get(threads.size() - 1);
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    return answer;
  }

  private void assertRefused() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> bulkhead.call(() -> "turn"))
        .withMessage("too many wait for Redis");
  }

  @Test
  void aFewWaitForTheirTurnAndTheOthersAreRefusedAtOnce() throws Exception {
    List<CompletableFuture<String>> working = fill();
    List<CompletableFuture<String>> waiting = List.of(startAndWait(), startAndWait());
    assertRefused();
    gate.countDown();
    for (CompletableFuture<String> one : working) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo("done");
    }
    for (CompletableFuture<String> one : waiting) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo("turn");
    }
    await().until(() -> bulkhead.available() == PERMITS);
  }

  @Test
  void whileNobodyComesToAnEndNobodyWaits() {
    time.advance(Duration.ofDays(1));
    fill();
    time.advance(LONG);
    assertRefused();
    gate.countDown();
    await().until(() -> bulkhead.available() == PERMITS);
    assertThat(bulkhead.call(() -> "turn")).isEqualTo("turn");
  }

  @Test
  void whoHasWaitedLongEnoughIsRefusedAndHoldsNoPlace() {
    bulkhead = new Bulkhead(PERMITS, PLACES, Duration.ofMillis(1), time);
    fill();
    for (int i = 0; i <= PLACES; i++) {
      assertRefused();
    }
    gate.countDown();
  }

  @Test
  void workThatFailsGivesItsPermitBackAndIsNoTurn() {
    for (int i = 0; i <= PERMITS; i++) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  bulkhead.call(
                      () -> {
                        throw new IllegalStateException();
                      }));
    }
    assertThat(bulkhead.available()).isEqualTo(PERMITS);
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    fill();
    CompletableFuture<String> answer = startAndWait();
    threads.get(threads.size() - 1).interrupt();
    assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("interrupted");
    gate.countDown();
  }
}
