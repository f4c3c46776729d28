package onlookers.redis.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.redis.connect.ScriptedRedis;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

class ScriptPipelineTest {
  private static final List<Post> POSTS = List.of(new Post("a"), new Post("b"), new Post("c"));

  private final ScriptedRedis redis = new ScriptedRedis();
  private final ScriptCalls calls =
      new ScriptCalls(
          new Keys(""),
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));
  private final ScriptPipeline pipeline = new ScriptPipeline(redis.pool(), calls.errors());

  private static long answerFor(ScriptedRedis.Call call) {
    return call.keys().contains("views:b") ? 0 : 1;
  }

  private List<Object> replies() {
    return pipeline.replies(POSTS, "refused", this::importOne);
  }

  private Response<Object> importOne(AbstractPipeline queue, Post post) {
    return calls.counts().importOnce(queue, post, 1);
  }

  @Test
  void theAnswersComeInTheOrderOfWhatWasAsked() {
    redis.knowingScripts().on("IMPORT", ScriptPipelineTest::answerFor);

    assertThat(replies()).containsExactly(1L, 0L, 1L);
    assertThat(redis.names()).containsExactly("IMPORT", "IMPORT", "IMPORT");
  }

  @Test
  void aServerThatHasForgottenTheScriptsIsTaughtThemAndAskedAgain() {
    redis.on("IMPORT", ScriptPipelineTest::answerFor);

    assertThat(replies()).containsExactly(1L, 0L, 1L);
    assertThat(redis.names()).startsWith("IMPORT", "IMPORT", "IMPORT", "SCRIPT").endsWith("IMPORT");
  }

  @Test
  void nothingIsNotAsked() {
    assertThat(pipeline.replies(List.<Post>of(), "refused", this::importOne)).isEmpty();
    assertThat(redis.calls).isEmpty();
  }

  @Test
  void whatOneKeyForbidsIsNamedAndTheOthersGoOn() {
    redis
        .knowingScripts()
        .on(
            "IMPORT",
            call -> answerFor(call) == 0 ? ScriptedRedis.error("WRONGTYPE of b") : (Object) 1L);

    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(replies()).containsExactly(1L, "refused", 1L);
      assertThat(log.warnings())
          .containsExactly("Redis refused: a step of the garbage collector: WRONGTYPE of b");
    }
  }

  @Test
  void aServerThatCannotWorkEndsIt() {
    redis.knowingScripts().on("IMPORT", ScriptedRedis.error("LOADING"));

    assertThatThrownBy(this::replies).isInstanceOf(JedisDataException.class).hasMessage("LOADING");
  }
}
