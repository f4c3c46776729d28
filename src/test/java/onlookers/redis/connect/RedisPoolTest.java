package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import onlookers.config.RedisUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class RedisPoolTest {
  private static final Duration LITTLE = Duration.ofMillis(1);

  private final RedisPool pool =
      new RedisConnector(RedisUri.parse("redis://127.0.0.1:1")).pool("test", 1, LITTLE, LITTLE);
  private int asked;

  @AfterEach
  void close() {
    pool.close();
    scripted.close();
  }

  private int answerAt(int attempt, RuntimeException before) {
    if (++asked < attempt) {
      throw before;
    }
    return 42;
  }

  @Test
  void anAnswerIsAskedForOnce() {
    assertThat(pool.<Integer>ask(() -> answerAt(1, new IllegalStateException()))).isEqualTo(42);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aConnectionThatIsBrokenIsWorthASecondQuestionAndNoThird() {
    RuntimeException broken = new JedisConnectionException("Unexpected end of stream.");
    assertThat(pool.<Integer>ask(() -> answerAt(2, broken))).isEqualTo(42);
    asked = 0;
    assertThatThrownBy(() -> pool.ask(() -> answerAt(3, broken))).isSameAs(broken);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void aRedisThatIsSilentIsWaitedForOnce() {
    RuntimeException silent =
        new JedisConnectionException(new SocketTimeoutException("Read timed out"));
    assertThatThrownBy(() -> pool.ask(() -> answerAt(2, silent))).isSameAs(silent);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whatRedisRefusesIsNotAskedAgain() {
    RuntimeException refused = new JedisDataException("WRONGTYPE");
    assertThatThrownBy(() -> pool.ask(() -> answerAt(2, refused))).isSameAs(refused);
    assertThat(asked).isEqualTo(1);
  }

  /** Each time that connections are opened there is another server at the other end. */
  private final List<ScriptedRedis> opened = new ArrayList<>();

  private final RedisPool scripted = new RedisPool(this::connections, 1, LITTLE);

  private MasterConnections connections() {
    ScriptedRedis redis = new ScriptedRedis().on("GET", "x");
    opened.add(redis);
    return redis.masters();
  }

  private String get() {
    return scripted.use(RedisPoolTest::get);
  }

  private static String get(MasterConnections masters) {
    return masters.call(pipeline -> pipeline.get("key"));
  }

  @Test
  void connectionsAreKept() {
    assertThat(get()).isEqualTo("x");
    assertThat(get()).isEqualTo("x");
    assertThat(opened).hasSize(1);
    assertThat(opened.get(0).isClosed()).isFalse();
  }

  @Test
  void whatIsGivenUpIsNotUsedAgain() {
    get();
    scripted.clear();
    get();

    assertThat(opened).hasSize(2);
    assertThat(opened.get(0).isClosed()).isTrue();
  }

  @Test
  void whatIsInUseWhileAllAreGivenUpIsNotUsedAgainEither() {
    scripted.use(
        masters -> {
          scripted.clear();
          return get(masters);
        });
    get();

    assertThat(opened).hasSize(2);
    assertThat(opened.get(0).isClosed()).isTrue();
    get();
    assertThat(opened).hasSize(2);
  }

  @Test
  void aConnectionThatBreaksIsGivenUp() {
    get();
    opened.get(0).tear();

    assertThat(get()).as("it was seen to be broken").isEqualTo("x");
    assertThat(opened).hasSize(2);

    assertThatThrownBy(
            () ->
                scripted.use(
                    masters -> {
                      opened.get(1).tear();
                      return get(masters);
                    }))
        .isInstanceOf(JedisConnectionException.class);
    assertThat(opened.get(1).isClosed()).isTrue();
    get();
    assertThat(opened).hasSize(3);
  }

  @Test
  void aConnectionFromBeforeARestartCostsNoAnswer() {
    get();
    Deque<ScriptedRedis> stale = new ArrayDeque<>(opened);
    String answer =
        scripted.ask(
            () ->
                scripted.use(
                    masters -> {
                      stale.forEach(ScriptedRedis::tear);
                      stale.clear();
                      return get(masters);
                    }));

    assertThat(answer).isEqualTo("x");
    assertThat(opened.get(0).isClosed()).isTrue();
  }

  @Test
  void whyAConnectionBrokeIsLoggedThoughNoOtherCanBeOpened() {
    ScriptedRedis only = new ScriptedRedis();
    Deque<ScriptedRedis> left = new ArrayDeque<>(List.of(only));
    try (RedisPool one = new RedisPool(() -> left.remove().masters(), 1, LITTLE)) {
      assertThatThrownBy(
              () ->
                  one.use(
                      masters -> {
                        only.tear();
                        return get(masters);
                      }))
          .isInstanceOf(JedisConnectionException.class)
          .hasMessage("Unexpected end of stream.");
    }
  }

  @Test
  void whatAKeyForbidsIsNoReasonToGiveUpAConnectionAndAServerThatCannotWorkIsOne() {
    get();
    opened.get(0).on("GET", ScriptedRedis.error("WRONGTYPE of a key"));
    assertThatThrownBy(this::get).hasMessage("WRONGTYPE of a key");
    assertThat(opened.get(0).isClosed()).isFalse();

    opened.get(0).on("GET", ScriptedRedis.error("READONLY You can't write"));
    assertThatThrownBy(this::get).hasMessageStartingWith("READONLY");
    assertThat(opened.get(0).isClosed()).isTrue();
    assertThat(get()).isEqualTo("x");
  }

  @Test
  void whoFindsNoneFreeFailsWithThatReason() {
    assertThatThrownBy(() -> scripted.use(masters -> get()))
        .isInstanceOf(JedisException.class)
        .hasMessage("no connection is free");
    assertThat(get()).isEqualTo("x");
  }

  @Test
  void whyNoneCanBeOpenedIsThrown() {
    RuntimeException replica = new RedisAwayException("one is a replica, and not a master");
    try (RedisPool none =
        new RedisPool(
            () -> {
              throw replica;
            },
            1,
            LITTLE)) {
      assertThatThrownBy(() -> none.use(RedisPoolTest::get)).isSameAs(replica);
    }
  }

  @Test
  void whenItIsClosedItsConnectionsAre() {
    get();
    scripted.close();

    assertThat(opened.get(0).isClosed()).isTrue();
  }
}
