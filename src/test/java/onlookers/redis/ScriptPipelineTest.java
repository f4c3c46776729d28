package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

class ScriptPipelineTest {
  private static final List<Post> POSTS = List.of(new Post("a"), new Post("b"), new Post("c"));

  private final ScriptedRedis redis = new ScriptedRedis();
  private final ScriptCalls calls =
      new ScriptCalls(
          new Keys(""),
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));
  private final ScriptPipeline pipeline = new ScriptPipeline(redis.client(), calls);

  private static long answerFor(ScriptedRedis.Call call) {
    return call.arguments().contains("b") ? 0 : 1;
  }

  @Test
  void theAnswersThatAreOneAreCounted() {
    redis.knowingScripts().on("RANK", ScriptPipelineTest::answerFor);

    assertThat(pipeline.count(POSTS, calls::rank)).isEqualTo(2);
    assertThat(redis.names()).containsExactly("RANK", "RANK", "RANK");
  }

  @Test
  void aServerThatHasForgottenTheScriptsIsTaughtThemAndAskedAgain() {
    redis.on("RANK", ScriptPipelineTest::answerFor);

    assertThat(pipeline.replies(POSTS, calls::rank)).containsExactly(1L, 0L, 1L);
    assertThat(redis.names()).startsWith("RANK", "RANK", "RANK", "SCRIPT").endsWith("RANK");
  }

  @Test
  void aServerThatForgetsThemAgainIsNotAskedForEver() {
    redis.knowingScripts().on("RANK", new JedisNoScriptException("NOSCRIPT"));

    assertThatThrownBy(() -> pipeline.count(POSTS, calls::rank))
        .isInstanceOf(JedisNoScriptException.class);
    assertThat(redis.names()).filteredOn("RANK"::equals).hasSize(6);
  }

  @Test
  void nothingIsNotAsked() {
    assertThat(pipeline.replies(List.<Post>of(), calls::rank)).isEmpty();
    assertThat(redis.calls).isEmpty();
  }

  @Test
  void whatOneKeyForbidsIsNamedAndTheOthersGoOn() {
    redis
        .knowingScripts()
        .on(
            "RANK",
            call -> answerFor(call) == 0 ? ScriptedRedis.error("WRONGTYPE of b") : (Object) 1L);

    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      assertThat(pipeline.count(POSTS, calls::rank)).isEqualTo(2);
      assertThat(log.warnings())
          .containsExactly("Redis refused: a step of the garbage collector: WRONGTYPE of b");
    }
  }

  @Test
  void aServerThatCannotWorkEndsIt() {
    redis.knowingScripts().on("RANK", ScriptedRedis.error("LOADING"));

    assertThatThrownBy(() -> pipeline.count(POSTS, calls::rank))
        .isInstanceOf(JedisDataException.class)
        .hasMessage("LOADING");
  }

  @Test
  void oneScriptAnswersYesOrNo() {
    redis.knowingScripts().on("RANK", ScriptPipelineTest::answerFor);

    assertThat(pipeline.run(queue -> calls.rank(queue, POSTS.get(0)))).isTrue();
    assertThat(pipeline.run(queue -> calls.rank(queue, POSTS.get(1)))).isFalse();
  }
}
