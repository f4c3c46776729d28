package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import onlookers.fixture.ManualScheduler;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static final Duration TICK = Duration.ofMillis(250);

  private final ManualScheduler time = new ManualScheduler();
  private final TimerWheel<String> wheel = new TimerWheel<>(time, TICK);

  @Test
  void nothingComesEarlyAndAllByTheEndOfItsTick() {
    time.skip(Duration.ofMillis(100));
    wheel.add("a", Duration.ofSeconds(1));
    time.skip(Duration.ofMillis(999));
    assertThat(wheel.takeDue()).isEmpty();
    time.skip(Duration.ofMillis(251));
    assertThat(wheel.takeDue()).containsExactly("a");
    assertThat(wheel.takeDue()).isEmpty();
  }

  @Test
  void whatIsLateComesInOrder() {
    wheel.add("third", Duration.ofHours(1));
    wheel.add("first", Duration.ofMillis(1));
    wheel.add("second", Duration.ofSeconds(1));
    time.skip(Duration.ofHours(2));
    assertThat(wheel.takeDue()).containsExactly("first", "second", "third");
  }

  @Test
  void whatIsDueAtOnceOrWasDueBeforeComesWithTheNextTick() {
    time.skip(Duration.ofSeconds(10));
    assertThat(wheel.takeDue()).isEmpty();
    wheel.add("now", Duration.ZERO);
    wheel.add("before", Duration.ofSeconds(-5));
    time.skip(TICK);
    assertThat(wheel.takeDue()).containsExactly("now", "before");
  }

  @Test
  void itIsEmptyWhenAllHasCome() {
    assertThat(wheel.isEmpty()).isTrue();
    wheel.add("a", Duration.ofSeconds(1));
    assertThat(wheel.takeDue()).isEmpty();
    assertThat(wheel.isEmpty()).isFalse();
    time.skip(Duration.ofSeconds(2));
    assertThat(wheel.takeDue()).containsExactly("a");
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void eachOfManyComesOnceAndInTime() {
    Random random = new Random(5);
    List<String> came = new ArrayList<>();
    long start = time.nanoTime();
    for (int i = 0; i < 5_000; i++) {
      Duration delay = Duration.ofMillis(random.nextInt(20_000));
      long due = time.nanoTime() - start + delay.toNanos();
      wheel.add(Long.toString(due), delay);
      time.skip(Duration.ofMillis(random.nextInt(20)));
      take(came, start);
    }
    time.skip(Duration.ofSeconds(21));
    came.addAll(wheel.takeDue());
    assertThat(came).hasSize(5_000);
  }

  private void take(List<String> came, long start) {
    long now = time.nanoTime() - start;
    List<String> due = wheel.takeDue();
    came.addAll(due);
    assertThat(due).allSatisfy(one -> assertThat(Long.parseLong(one)).isLessThanOrEqualTo(now));
  }
}
