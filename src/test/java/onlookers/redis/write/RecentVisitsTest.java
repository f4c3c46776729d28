package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.Post;
import onlookers.presence.Viewing;
import org.junit.jupiter.api.Test;

class RecentVisitsTest {
  private static final int CAPACITY = 20_000;

  private final RecentVisits visits = new RecentVisits();

  private boolean isFirst(String post, String visit) {
    return visits.isFirst(new Viewing("s", new Post(post), visit, null));
  }

  @Test
  void aPageLoadIsFirstOnceAtEachPost() {
    assertThat(isFirst("13", "v")).isTrue();
    assertThat(isFirst("13", "v")).isFalse();
    assertThat(isFirst("14", "v")).isTrue();
    assertThat(isFirst("13", "w")).isTrue();
  }

  @Test
  void thatAPageLoadWasCountedIsKnownUntilItIsForgotten() {
    Viewing viewing = new Viewing("s", new Post("13"), "v0", null);
    visits.counted(viewing);
    assertThat(visits.isCounted(viewing)).as("it was never taken here").isFalse();

    visits.isFirst(viewing);
    assertThat(visits.isCounted(viewing)).isFalse();
    visits.counted(viewing);
    assertThat(visits.isCounted(viewing)).isTrue();
    assertThat(visits.isFirst(viewing)).isFalse();
    assertThat(visits.isCounted(viewing)).as("it has come again").isTrue();

    for (int i = 1; i <= CAPACITY; i++) {
      isFirst("13", "v" + i);
    }
    assertThat(visits.isCounted(viewing)).isFalse();
  }

  @Test
  void whatHasNoNameIsAlwaysFirst() {
    assertThat(isFirst("13", null)).isTrue();
    assertThat(isFirst("13", null)).isTrue();
  }

  @Test
  void theOldestOfManyIsForgotten() {
    for (int i = 0; i < CAPACITY; i++) {
      isFirst("13", "v" + i);
    }
    assertThat(isFirst("13", "v0")).as("there is room for all of them").isFalse();

    isFirst("13", "one more");

    assertThat(isFirst("13", "v1")).isFalse();
    assertThat(isFirst("13", "v0")).isTrue();
  }
}
