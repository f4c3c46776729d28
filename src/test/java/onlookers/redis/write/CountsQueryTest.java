package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import onlookers.fixture.LogCapture;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.ErrorReplies;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountsQueryTest {
  private static final Post POST = new Post("13");

  private final ScriptedRedis redis = new ScriptedRedis();
  private final Keys keys = new Keys("blog:");
  private final CountsQuery query =
      new CountsQuery(
          keys,
          new ScriptCalls(
              keys, Owner.of("n"), new RedisPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO)));

  private Counts counts(Object viewers, Object views) {
    redis.on("SCARD", viewers).on("GET", views);
    RoutedPipeline pipeline = redis.masters().pipelined();
    var answer = query.queue(pipeline, POST);
    pipeline.sync();
    return answer.get();
  }

  @Test
  void viewersAreTheSizeOfTheSetAndViewsTheNumber() {
    assertThat(counts(3L, "120")).isEqualTo(new Counts(3, 120));
    assertThat(redis.last("SCARD").arguments()).containsExactly("blog:viewers:13");
    assertThat(redis.last("GET").arguments()).containsExactly("blog:views:13");
  }

  @Test
  void whatIsNotThereCountsNothingAndIsNoFault() {
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(counts(0L, null)).isEqualTo(Counts.NONE);
      assertThat(log.all()).isEmpty();
    }
  }

  @Test
  void aKeyOfAnotherTypeCountsNothingAndIsNamed() {
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(counts(ScriptedRedis.error("WRONGTYPE a string"), "7"))
          .isEqualTo(new Counts(0, 7));
      assertThat(counts(2L, ScriptedRedis.error("WRONGTYPE a list"))).isEqualTo(new Counts(2, 0));

      assertThat(log.warnings())
          .containsExactly(
              "Redis refused: key blog:viewers:13 cannot be read: WRONGTYPE a string",
              "Redis refused: key blog:views:13 cannot be read: WRONGTYPE a list");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "", "1.5", "99999999999999999999"})
  void viewsThatAreNoIntegerCountNothingAndAreNamed(String text) {
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(counts(2L, text)).isEqualTo(new Counts(2, 0));
      assertThat(log.warnings())
          .containsExactly("Redis refused: key blog:views:13 cannot be read: not an integer");
    }
  }

  @Test
  void aServerThatCannotWorkIsNoEmptyPost() {
    assertThatThrownBy(() -> counts(ScriptedRedis.error("LOADING the dataset"), "7"))
        .isInstanceOf(RedisAwayException.class)
        .hasMessage("LOADING the dataset");
    assertThatThrownBy(() -> counts(1L, ScriptedRedis.error("NOPERM no")))
        .isInstanceOf(RedisAwayException.class);
  }
}
