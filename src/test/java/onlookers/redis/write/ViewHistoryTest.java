package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.IntStream;
import onlookers.presence.Post;
import onlookers.redis.schema.DayBatch;
import org.junit.jupiter.api.Test;

public class ViewHistoryTest {
  public static final LocalDate DAY = LocalDate.of(2026, 11, 26);
  private static final Post POST = new Post("13");
  private static final Post OTHER = new Post("14");

  private Instant clock = Instant.parse("2026-11-26T23:59:59.999Z");
  private long now;
  private final ViewHistory history = new ViewHistory(() -> clock, () -> now);

  /** One in which it is always the same day. */
  public static ViewHistory history() {
    return new ViewHistory(() -> Instant.parse("2026-11-26T12:00:00Z"), () -> 0);
  }

  @Test
  void theDayIsThatOfUtc() {
    assertThat(history.today()).isEqualTo(DAY);
    clock = clock.plusMillis(1);
    assertThat(history.today()).isEqualTo(DAY.plusDays(1));
  }

  @Test
  void viewsOfADayAreSummedUpAndTakenOnce() {
    history.counted(DAY, POST, 1);
    history.counted(DAY, OTHER, 1);
    history.counted(DAY, POST, 2);
    history.counted(DAY.plusDays(1), POST, 1);
    assertThat(history.isEmpty()).isFalse();

    assertThat(history.take())
        .containsExactly(
            new DayBatch(DAY, 1, Map.of(POST, 3L, OTHER, 1L)),
            new DayBatch(DAY.plusDays(1), 2, Map.of(POST, 1L)));
    assertThat(history.isEmpty()).isTrue();
    assertThat(history.take()).isEmpty();
  }

  @Test
  void whatIsTakenBackBeforeItWasSentIsNeverSent() {
    history.counted(DAY, POST, 1);
    history.counted(DAY, POST, -1);
    assertThat(history.take()).isEmpty();
  }

  @Test
  void aBatchHasFiveHundredPostsAtMost() {
    IntStream.range(0, 1_001).forEach(i -> history.counted(DAY, new Post("p" + i), 1));
    assertThat(history.take())
        .extracting(batch -> batch.views().size())
        .containsExactly(500, 500, 1);
  }

  @Test
  void whatWasAcknowledgedIsRememberedForThirtySeconds() {
    history.counted(DAY, POST, 1);
    DayBatch batch = history.take().get(0);
    history.written(batch);
    now = Duration.ofSeconds(30).toNanos();
    assertThat(history.remembered()).containsExactly(batch);
    now += Duration.ofSeconds(30).toNanos(); // it was sent again
    assertThat(history.remembered()).containsExactly(batch);
    now += Duration.ofSeconds(30).toNanos() + 1;
    assertThat(history.remembered()).isEmpty();
  }

  @Test
  void ofMoreBatchesThanRedisKeepsTheNumbersOfTheFirstAreForgotten() {
    for (int i = 0; i < 300; i++) {
      history.counted(DAY, POST, 1);
      history.take().forEach(history::written);
    }
    assertThat(history.remembered()).hasSize(250).extracting(DayBatch::number).startsWith(51L);
  }

  @Test
  void whatWasNotAcknowledgedIsSentOnceMore() {
    history.counted(DAY, POST, 1);
    DayBatch batch = history.take().get(0);
    history.postpone(batch);
    assertThat(history.takeUnknown()).containsExactly(batch);
    assertThat(history.takeUnknown()).isEmpty();
  }

  @Test
  void whatRedisHasLostForGoodDoesNotComeBack() {
    history.counted(DAY, POST, 1);
    history.counted(DAY.plusDays(1), POST, 1);
    history.take().forEach(history::written);
    history.forget(history.remembered().get(0));
    assertThat(history.remembered()).hasSize(1);
    history.forgetAcknowledged();
    assertThat(history.remembered()).isEmpty();
  }
}
