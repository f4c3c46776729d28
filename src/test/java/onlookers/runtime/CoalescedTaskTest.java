package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.fixture.LogCapture;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

class CoalescedTaskTest {
  private static final Duration DELAY = Duration.ofMillis(100);

  private final ManualScheduler time = new ManualScheduler();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void itRunsOnceForAllWhoAskBeforeItBegins() {
    CoalescedTask task = new CoalescedTask(time, DELAY, runs::incrementAndGet);
    task.request();
    time.advance(DELAY.dividedBy(2));
    task.request();
    time.advance(DELAY.dividedBy(2).minusNanos(1));
    assertThat(runs).hasValue(0);
    time.advance(Duration.ofNanos(1));
    assertThat(runs).as("counted from the first").hasValue(1);
    time.advance(DELAY.multipliedBy(3));
    assertThat(runs).hasValue(1);
  }

  @Test
  void whoAsksWhileItRunsHasItRunOnceMore() {
    CoalescedTask[] task = new CoalescedTask[1];
    task[0] =
        new CoalescedTask(
            time,
            DELAY,
            () -> {
              if (runs.incrementAndGet() == 1) {
                task[0].request();
              }
            });
    task[0].request();
    time.advance(DELAY);
    assertThat(runs).hasValue(1);
    time.advance(DELAY.multipliedBy(3));
    assertThat(runs).hasValue(2);
  }

  @Test
  void oneThatFailedIsRunForWhoeverAsksNext() {
    CoalescedTask task =
        new CoalescedTask(
            time,
            Duration.ZERO,
            () -> {
              runs.incrementAndGet();
              throw new IllegalStateException("not today");
            });
    try (LogCapture log = new LogCapture(Guard.class)) {
      task.request();
      time.runDue();
      task.request();
      time.runDue();
      assertThat(log.all()).isNotEmpty();
    }
    assertThat(runs).hasValue(2);
  }
}
