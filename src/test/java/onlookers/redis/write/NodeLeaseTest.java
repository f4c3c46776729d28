package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import onlookers.fixture.LogCapture;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.ErrorReplies;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import org.junit.jupiter.api.Test;

/** The lease by which other nodes know that this one lives. */
class NodeLeaseTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE); // the scale has no zero
  private final ScriptedRedis redis = new ScriptedRedis().knowingScripts().on("LEASE", 0L);

  private NodeLease lease(Duration length) {
    RedisPolicy policy = new RedisPolicy(Duration.ofMinutes(11), length, Duration.ZERO);
    return new NodeLease(new ScriptCalls(new Keys(""), new Owner("node:1"), policy), now::get);
  }

  private final NodeLease lease = lease(Duration.ofSeconds(15));

  @Test
  void itIsDueAtOnceAndThenEachSecond() {
    assertThat(lease.nanosToRenewal()).isZero();

    lease.renew(redis.masters());

    assertThat(lease.nanosToRenewal()).isEqualTo(Duration.ofSeconds(1).toNanos());
    now.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(lease.nanosToRenewal()).isEqualTo(Duration.ofSeconds(-2).toNanos());
    assertThat(redis.last("LEASE").arguments()).containsExactly("node:1", "15000");
  }

  @Test
  void oneThatIsShortIsRenewedThriceBeforeItIsOver() {
    NodeLease brief = lease(Duration.ofMillis(900));
    brief.renew(redis.masters());

    assertThat(brief.nanosToRenewal()).isEqualTo(Duration.ofMillis(300).toNanos());
  }

  @Test
  void thatRedisDoesNotKnowThisNodeAnyMoreIsLoggedButNotWhenItNeverDid() {
    try (LogCapture log = new LogCapture(NodeLease.class)) {
      redis.on("LEASE", 1L);
      assertThat(lease.renew(redis.masters())).isTrue();
      redis.on("LEASE", 0L);
      assertThat(lease.renew(redis.masters())).isFalse();
      assertThat(log.warnings()).isEmpty();

      redis.on("LEASE", 1L);
      assertThat(lease.renew(redis.masters())).isTrue();
      assertThat(log.warnings()).singleElement().asString().startsWith("Redis does not know");
    }
  }

  @Test
  void aKeyThatHoldsSomethingElseIsNamedInTheLogAndTheSessionsGoOn() {
    redis.on("LEASE", ScriptedRedis.error("WRONGTYPE of a key"));
    try (LogCapture log = new LogCapture(ErrorReplies.class)) {
      assertThat(lease.renew(redis.masters())).isFalse();

      assertThat(log.warnings())
          .containsExactly("Redis refused: the lease of this node: WRONGTYPE of a key");
    }
    assertThat(lease.nanosToRenewal()).as("tried again").isPositive();
  }

  @Test
  void aServerThatCannotWriteIsOneThatIsAway() {
    redis.on("LEASE", ScriptedRedis.error("OOM command not allowed"));

    assertThatThrownBy(() -> lease.renew(redis.masters())).hasMessage("OOM command not allowed");
  }

  @Test
  void whoStopsIsTakenOffTheListOfNodes() {
    redis.on("ZREM", 1L);

    lease.giveUp(redis.masters());

    assertThat(redis.last("ZREM").arguments()).containsExactly("onlookers:nodes", "node:1");
  }
}
