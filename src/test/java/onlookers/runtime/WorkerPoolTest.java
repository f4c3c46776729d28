package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import onlookers.fixture.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private final WorkerPool pool = new WorkerPool("test-worker", 2);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void tasksRunOnSoManyDaemonThreadsThatAreNamedByNumber() throws Exception {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch both = new CountDownLatch(2);
    for (int i = 0; i < 6; i++) {
      pool.execute(
          () -> {
            Thread thread = Thread.currentThread();
            threads.add(thread.getName() + " " + thread.isDaemon());
            both.countDown();
            await().until(() -> both.getCount() == 0);
            done.add("");
          });
    }
    await().until(() -> done.size() == 6);

    assertThat(threads).containsExactlyInAnyOrder("test-worker-1 true", "test-worker-2 true");
  }

  @Test
  void aTaskThatFailsIsLoggedAndCostsNoThread() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      for (int i = 0; i < 5; i++) {
        pool.execute(
            () -> {
              throw new IllegalStateException("each time");
            });
      }
      await().until(() -> log.warnings().size() == 5);
      pool.execute(() -> done.add(Thread.currentThread().getName()));

      await().until(() -> done.size() == 1);
      assertThat(done.get(0)).isIn("test-worker-1", "test-worker-2");
      assertThat(log.warnings())
          .allMatch(line -> line.matches("a task of test-worker-[12] failed"));
    }
  }

  @Test
  void theEndWaitsForTheTasksThatWait() {
    for (int i = 0; i < 5; i++) {
      pool.execute(
          () -> {
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            done.add("finished");
          });
    }

    pool.close();

    assertThat(done).hasSize(5);
  }

  @Test
  void whatComesAfterTheEndIsDroppedInSilence() {
    pool.close();
    pool.close();
    pool.execute(() -> done.add("never"));

    await().during(Duration.ofMillis(50)).until(done::isEmpty);
  }
}
