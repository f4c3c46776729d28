package onlookers.redis.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import onlookers.fixture.LogCapture;
import org.junit.jupiter.api.Test;

class TwinNodesTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final TwinNodes twins = new TwinNodes(Duration.ofSeconds(15), nanos::get);

  private void lookFor(int seconds, String... alive) {
    for (int i = 0; i < seconds; i += 5) {
      twins.look(Set.of(alive));
      nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    }
  }

  @Test
  void twoThatLiveOnWithOneNameAreReportedOnce() {
    try (LogCapture log = new LogCapture(TwinNodes.class)) {
      lookFor(300, "web:1a", "web:2b", "other:3c");
      assertThat(log.warnings())
          .containsExactly(
              "2 living nodes have the same node.id \"web\": give each a name of its own");
      lookFor(60, "web:1a", "other:3c");
      lookFor(60, "web:1a", "web:4d", "other:3c");
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @Test
  void aNodeThatStartsAgainIsNoTwinOfTheOneThatDied() {
    try (LogCapture log = new LogCapture(TwinNodes.class)) {
      lookFor(300, "web:1a");
      lookFor(15, "web:1a", "web:2b");
      lookFor(300, "web:2b");
      assertThat(log.warnings()).isEmpty();
    }
  }
}
