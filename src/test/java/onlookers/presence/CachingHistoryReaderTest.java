package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.ManualScheduler;
import onlookers.fixture.NoCounts;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachingHistoryReaderTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 26);
  private static final Post A = new Post("a");
  private static final Post B = new Post("b");

  private final ManualScheduler time = new ManualScheduler();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final RecordingReader behind = new RecordingReader();
  private final HistoryReader reader =
      new CachingCountsReader(new NoCounts(), nodeMetrics.state(), time).history(behind);

  @BeforeEach
  void redisIsThere() {
    nodeMetrics.state().redisUp(true);
  }

  @Test
  void eachIsReadOnceASecondHoweverManyAsk() {
    for (int i = 0; i < 3; i++) {
      assertThat(reader.mostViewed(7)).containsExactly(new PostViews(A, 7));
      assertThat(reader.history(B)).containsExactly(new DayViews(DAY, 1));
      assertThat(reader.history()).containsExactly(new SiteDay(DAY, 2, 3));
      time.advance(Duration.ofMillis(333));
    }
    assertThat(behind.asked).containsExactly("7 days", "b", "site");
    time.advance(Duration.ofMillis(1));
    reader.mostViewed(7);
    reader.history(B);
    reader.history();
    assertThat(behind.asked).hasSize(6);
  }

  @Test
  void spansAndPostsAreKeptApart() {
    assertThat(reader.mostViewed(1)).containsExactly(new PostViews(A, 1));
    assertThat(reader.mostViewed(30)).containsExactly(new PostViews(A, 30));
    reader.history(A);
    reader.history(B);
    assertThat(behind.asked).containsExactly("1 days", "30 days", "a", "b");
  }

  @Test
  void whileRedisIsAwayNobodyIsAskedThoughTheAnswerIsKnown() {
    reader.mostViewed(7);
    reader.history(A);
    reader.history();
    behind.asked.clear();
    nodeMetrics.state().redisUp(false);
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> reader.mostViewed(7));
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> reader.history(A));
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> reader.history());
    assertThat(behind.asked).isEmpty();
  }

  private static final class RecordingReader implements HistoryReader {
    final List<String> asked = new ArrayList<>();

    @Override
    public List<PostViews> mostViewed(int days) {
      asked.add(days + " days");
      return List.of(new PostViews(A, days));
    }

    @Override
    public List<DayViews> history(Post post) {
      asked.add(post.id());
      return List.of(new DayViews(DAY, 1));
    }

    @Override
    public List<SiteDay> history() {
      asked.add("site");
      return List.of(new SiteDay(DAY, 2, 3));
    }
  }
}
