package onlookers.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.CollectorStore.Pace;
import onlookers.presence.UnavailableException;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_764_150_000_000L);

  private final FakeCollectorStore store = new FakeCollectorStore();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final ManualScheduler time = new ManualScheduler();
  private final Sweeper sweeper = new Sweeper(store, nodeMetrics, time, () -> NOW);

  @Test
  void aSweepReturnsWhatWasRemovedAndIsMeasured() {
    store.found = 3;
    store.during.put("scan", () -> time.skip(Duration.ofMillis(40)));

    assertThat(sweeper.sweep(Pace.CALM, () -> true)).isEqualTo(6);

    assertThat(store.asked).containsExactly("sweep", "scan");
    assertThat(store.pace).isEqualTo(Pace.CALM);
    assertThat(nodeMetrics.value(Gauge.LAST_SWEEP_MILLIS)).isEqualTo(40);
    assertThat(nodeMetrics.value(Gauge.LAST_SWEEP_AT)).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void anAdministratorIsAwaitedFromAskingToTheEnd() {
    List<String> seen = new ArrayList<>();
    store.during.put("sweep", () -> seen.add(store.pace + " " + sweeper.isAwaited()));

    sweeper.sweepNext(() -> seen.add("lock " + sweeper.isAwaited()), () -> true);

    assertThat(seen).containsExactly("lock true", "BRISK true");
    assertThat(sweeper.isAwaited()).isFalse();
  }

  @Test
  void whereTheLockCannotBeTakenNothingIsSweptAndNobodyWaits() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () ->
                sweeper.sweepNext(
                    () -> {
                      throw new UnavailableException("it took too long");
                    },
                    () -> true));

    assertThat(store.asked).isEmpty();
    assertThat(sweeper.isAwaited()).isFalse();
    assertThat(sweeper.sweep(Pace.CALM, () -> true)).isZero();
  }
}
