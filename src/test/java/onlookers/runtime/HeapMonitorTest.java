package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.HeapMonitor.Left;
import org.junit.jupiter.api.Test;

class HeapMonitorTest {
  private static final long MAX = 1_000_000;

  private final ManualScheduler time = new ManualScheduler();
  private Optional<Left> left = Optional.empty();
  private long collections;
  private int looks;
  private final HeapMonitor monitor =
      new HeapMonitor(() -> collections, this::lastCollection, time::nanoTime);

  private Optional<Left> lastCollection() {
    looks++;
    return left;
  }

  /** The garbage is collected; so many per cent of the heap are left in use. */
  private void collect(int percent) {
    left = Optional.of(new Left(++collections, MAX / 100 * percent, MAX));
    time.advance(Duration.ofSeconds(1));
  }

  @Test
  void thereIsRoomUntilACollectionSaysOtherwise() {
    assertThat(monitor.hasRoom(1_000_000)).isTrue();
    collect(HeapMonitor.MOST_PERCENT);
    assertThat(monitor.hasRoom(1_000_000)).isTrue();
  }

  @Test
  void whenACollectionLeavesNearlyAllNobodyComesButForSomebodyWhoHasGone() {
    collect(HeapMonitor.MOST_PERCENT + 1);
    assertThat(monitor.hasRoom(500)).isFalse();
    assertThat(monitor.hasRoom(499)).isTrue();
    assertThat(monitor.hasRoom(500)).isFalse();
  }

  @Test
  void whatWasSeenHoldsUntilTheNextCollection() {
    collect(90);
    assertThat(monitor.hasRoom(500)).isFalse();
    time.advance(Duration.ofHours(1));
    assertThat(monitor.hasRoom(500)).isFalse();
    assertThat(monitor.hasRoom(499)).isTrue();
    collect(50);
    assertThat(monitor.hasRoom(500)).isTrue();
  }

  @Test
  void aCollectionThatLeavesNearlyAllAgainHasFewerStay() {
    collect(90);
    assertThat(monitor.hasRoom(500)).isFalse();
    collect(90);
    assertThat(monitor.hasRoom(300)).isFalse();
    assertThat(monitor.hasRoom(299)).isTrue();
  }

  @Test
  void whatACollectionHasLeftIsAskedForOnce() {
    collect(50);
    for (int i = 0; i < 100; i++) {
      assertThat(monitor.hasRoom(500)).isTrue();
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(looks).isOne();
  }

  @Test
  void aCollectionThatIsCountedBeforeItTellsWhatItHasLeftIsAskedForAgain() {
    collect(50);
    assertThat(monitor.hasRoom(500)).isTrue();
    collections++;
    time.advance(Duration.ofSeconds(1));
    assertThat(monitor.hasRoom(500)).isTrue();
    left = Optional.of(new Left(collections, MAX / 100 * 90, MAX));
    time.advance(Duration.ofSeconds(1));
    assertThat(monitor.hasRoom(500)).isFalse();
  }

  @Test
  void aCollectionOfThisJvmIsSeen() {
    System.gc();
    HeapMonitor ofThisJvm = new HeapMonitor(System::nanoTime);
    assertThat(ofThisJvm.hasRoom(0)).as("a JVM for tests has room").isTrue();
    assertThat(HeapMonitor.ofThisJvm())
        .hasValueSatisfying(seen -> assertThat(seen.used()).isPositive().isLessThan(seen.max()));
  }
}
