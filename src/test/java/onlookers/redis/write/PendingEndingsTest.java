package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;

class PendingEndingsTest {
  private static final int KEPT = 100_000;

  private final PendingEndings endings = new PendingEndings();

  private static Ending ending(String session, String post) {
    return new Ending(session, new Post(post), false);
  }

  @Test
  void whatHasEndedIsTakenOnceInItsOrder() {
    endings.add(ending("b", "1"));
    endings.add(ending("a", "2"));

    assertThat(endings.take()).containsExactly(ending("b", "1"), ending("a", "2"));
    assertThat(endings.take()).isEmpty();
  }

  @Test
  void aSessionThatEndsTwiceEndsWhereItWasLast() {
    endings.add(ending("a", "1"));
    endings.add(ending("a", "2"));

    assertThat(endings.take()).containsExactly(ending("a", "2"));
  }

  @Test
  void inALongOutageTheFirstAreKeptAndTheRestIsSaidOnce() {
    try (LogCapture log = new LogCapture(PendingEndings.class)) {
      for (int outage = 1; outage <= 2; outage++) {
        for (int i = 0; i < KEPT; i++) {
          endings.add(ending("s" + i, "1"));
        }
        assertThat(log.warnings()).hasSize(outage - 1);
        endings.add(ending("too many", "1"));
        endings.add(ending("and more", "1"));
        endings.add(ending("s7", "2"));

        assertThat(log.warnings())
            .hasSize(outage)
            .allMatch(line -> line.startsWith("Redis has been away too long"));
        List<Ending> all = endings.take();
        assertThat(all).hasSize(KEPT).doesNotContain(ending("too many", "1"));
        assertThat(all.get(7)).isEqualTo(ending("s7", "2"));
      }
    }
  }
}
