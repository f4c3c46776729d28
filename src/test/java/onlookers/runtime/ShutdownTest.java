package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @BeforeEach
  void occupy() throws Exception {
    threads.execute(
        () -> {
          begun.countDown();
          try {
            end.await();
            done.add("finished");
          } catch (InterruptedException e) {
            done.add("interrupted");
          }
        });
    begun.await();
  }

  @AfterEach
  void release() {
    threads.shutdownNow();
  }

  @Test
  void aTaskThatFinishesInTimeIsNotInterrupted() {
    end.countDown();

    Shutdown.within(LONG, threads);

    assertThat(done).containsExactly("finished");
    assertThat(threads.isTerminated()).isTrue();
  }

  @Test
  void aTaskThatTakesTooLongIsInterrupted() {
    Shutdown.within(Duration.ofMillis(20), threads);

    await().until(() -> done.equals(List.of("interrupted")));
    await().until(threads::isTerminated);
  }

  @Test
  void whoIsInterruptedWhileWaitingInterruptsTheTasksAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    Shutdown.within(LONG, threads);

    assertThat(Thread.interrupted()).isTrue();
    await().until(() -> done.equals(List.of("interrupted")));
  }
}
