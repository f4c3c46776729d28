package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import onlookers.fixture.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerThreadTest {
  private static final Duration SHORT = Duration.ofMillis(5);

  private final SchedulerThread scheduler = new SchedulerThread("test-scheduler");
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void tasksRunInOrderOnOneDaemonThreadOfThatName() throws Exception {
    scheduler.after(Duration.ofMinutes(1), () -> done.add("much later"));
    scheduler.execute(() -> done.add(Thread.currentThread().getName()));
    scheduler.execute(() -> done.add("daemon " + Thread.currentThread().isDaemon()));
    await().until(() -> done.size() == 2);

    long asked = System.nanoTime();
    scheduler.after(SHORT, () -> done.add("later"));
    await().until(() -> done.size() == 3);
    assertThat(System.nanoTime() - asked).isGreaterThanOrEqualTo(SHORT.toNanos());
    assertThat(done).containsExactly("test-scheduler", "daemon true", "later");
  }

  @Test
  void aTaskIsRepeatedAlsoWhenItFails() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      scheduler.every(
          SHORT,
          () -> {
            done.add("again");
            throw new IllegalStateException("each time");
          });

      await().until(() -> done.size() >= 3);
      assertThat(log.warnings()).contains("a task of test-scheduler failed");
    }
  }

  @Test
  void aTaskThatFailsIsLoggedAndTheNextOneRuns() {
    try (LogCapture log = new LogCapture(Guard.class)) {
      scheduler.execute(
          () -> {
            throw new IllegalStateException("once");
          });
      scheduler.execute(() -> done.add("next"));

      await().until(() -> !done.isEmpty());
      assertThat(log.warnings()).containsExactly("a task of test-scheduler failed");
    }
  }

  @Test
  void itsTimeIsTheMachines() {
    long before = System.nanoTime();
    long now = scheduler.nanoTime();

    assertThat(now - before).isNotNegative();
    assertThat(System.nanoTime() - now).isNotNegative();
  }

  @Test
  void whatWaitsForItsTimeAtTheEndIsDropped() {
    Duration later = Duration.ofSeconds(4); // within the 5 s for which the end would wait for it
    scheduler.after(later, () -> done.add("too late"));
    scheduler.every(later, () -> done.add("too late"));

    scheduler.close();

    assertThat(done).isEmpty();
  }

  @Test
  void theEndWaitsForTheTaskThatIsUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread closing = new Thread(scheduler::close, "onlookers-test-closing");
    scheduler.execute(
        () -> {
          begun.countDown();
          await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
          done.add("finished");
        });
    begun.await();

    closing.start();

    closing.join();
    assertThat(done).containsExactly("finished");
  }

  @Test
  void whatComesAfterTheEndIsDroppedInSilence() {
    scheduler.close();
    scheduler.close();
    scheduler.execute(() -> done.add("never"));
    scheduler.after(SHORT, () -> done.add("never"));
    scheduler.every(SHORT, () -> done.add("never"));

    await().during(SHORT.multipliedBy(10)).until(done::isEmpty);
  }

  @Test
  void theThreadEnds() throws Exception {
    Thread[] thread = new Thread[1];
    CountDownLatch seen = new CountDownLatch(1);
    scheduler.execute(
        () -> {
          thread[0] = Thread.currentThread();
          seen.countDown();
        });
    assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(thread[0].isAlive()).isTrue();

    scheduler.close();

    await().until(() -> !thread[0].isAlive());
  }
}
