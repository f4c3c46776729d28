package onlookers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import onlookers.fixture.LogCapture;
import onlookers.runtime.RedisHealth.Connection;
import org.junit.jupiter.api.Test;

class RedisHealthTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final RedisHealth health = new RedisHealth(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void whatIsNotKnownYetIsNoTrouble() {
    pass(Duration.ofHours(1));
    assertThat(health.troubles()).isEmpty();
    assertThat(health.collector().lockUnknownSeconds()).isZero();
  }

  @Test
  void aLockThatNobodyIsKnownToHaveIsTroubleAfterAWhile() {
    health.collector().lockWanted(Duration.ofSeconds(15));
    pass(Duration.ofSeconds(14));
    assertThat(health.troubles()).isEmpty();
    health.collector().lockSeen(true);
    assertThat(health.collector().collecting()).isTrue();
    pass(Duration.ofSeconds(14));
    health.collector().lockUnknown();
    assertThat(health.collector().collecting()).isFalse();
    assertThat(health.troubles()).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(health.troubles()).singleElement().asString().contains("collector's lock", "16 s");
    assertThat(health.collector().lockUnknownSeconds()).isEqualTo(16);
    health.collector().lockSeen(false);
    assertThat(health.troubles()).isEmpty();
  }

  @Test
  void notificationsThatDoNotComeAreTrouble() {
    health.notified(false);
    assertThat(health.troubles()).singleElement().asString().contains("notifications");
    health.notified(true);
    assertThat(health.troubles()).isEmpty();
  }

  @Test
  void whileRedisIsAwayNothingMoreIsSaidOfIt() {
    try (LogCapture log = new LogCapture(RedisHealth.class)) {
      for (int i = 0; i < 30; i++) {
        health.failed(Connection.ORDERED, "Connection refused");
        health.failed(Connection.LOCK, "Connection refused");
      }
      assertThat(log.all()).isEmpty();
      assertThat(health.failures(Connection.ORDERED)).isEqualTo(30);
    }
  }

  @Test
  void thatNoNodeHasSweptForLongIsTrouble() {
    Duration maxAge = Duration.ofMinutes(5);
    health.collector().swept(0, maxAge);
    pass(maxAge.plusSeconds(1));
    health.collector().swept(0, maxAge);
    assertThat(health.troubles()).as("not known").isEmpty();
    health.collector().swept(1_000, maxAge);
    assertThat(health.collector().sweptAt()).isEqualTo(1_000);
    pass(maxAge);
    health.collector().swept(1_000, maxAge);
    assertThat(health.troubles()).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(health.troubles()).singleElement().asString().contains("sweep for 301 s");
    health.collector().swept(1_302, maxAge);
    assertThat(health.troubles()).isEmpty();
    pass(maxAge.plusSeconds(1));
    health.collector().swept(0, maxAge);
    assertThat(health.troubles()).as("another node has begun").isEmpty();
  }

  @Test
  void manyErrorsWithinAMinuteAreLoggedOnceAndAreTroubleForAMinute() {
    try (LogCapture log = new LogCapture(RedisHealth.class)) {
      for (int i = 0; i < 9; i++) {
        health.failed(Connection.LOCK, "READONLY");
      }
      assertThat(health.troubles()).isEmpty();
      for (int i = 0; i < 30; i++) {
        health.failed(Connection.LOCK, "READONLY");
      }
      assertThat(health.failures(Connection.LOCK)).isEqualTo(39);
      assertThat(health.failures(Connection.API)).isZero();
      assertThat(health.troubles()).singleElement().asString().contains("onlookers-lock");
      assertThat(log.all()).singleElement().asString().contains("onlookers-lock", "READONLY");
    }
    pass(Duration.ofMinutes(1));
    assertThat(health.troubles()).hasSize(1);
    pass(Duration.ofMinutes(1));
    assertThat(health.troubles()).isEmpty();
  }

  @Test
  void whatTheServerSaysOfItselfIsKept() {
    assertThat(health.version()).isEmpty();
    assertThat(health.mode()).isEmpty();
    health.server("7.0.15", "cluster");
    assertThat(health.version()).isEqualTo("7.0.15");
    assertThat(health.mode()).isEqualTo("cluster");
  }

  @Test
  void whetherNotificationsComeIsAskedByOthersToo() {
    assertThat(health.notified()).isTrue();
    health.notified(false);
    assertThat(health.notified()).isFalse();
  }

  @Test
  void poolsAreLookedAtWhenSomebodyAsks() {
    assertThat(health.pools()).isEmpty();
    AtomicInteger active = new AtomicInteger();
    health.pool(Connection.API, () -> new PoolUse(active.get(), 2, 1));
    active.set(5);

    assertThat(health.pools()).containsOnlyKeys(Connection.API);
    assertThat(health.pools().get(Connection.API).get()).isEqualTo(new PoolUse(5, 2, 1));
  }

  @Test
  void errorsOfLongAgoAreNone() {
    for (int i = 0; i < 9; i++) {
      health.failed(Connection.LOCK, "READONLY");
    }
    pass(Duration.ofMinutes(1));
    health.failed(Connection.LOCK, "READONLY");
    assertThat(health.troubles()).as("nine and one").isEmpty();

    pass(Duration.ofMinutes(2));
    try (LogCapture log = new LogCapture(RedisHealth.class)) {
      for (int i = 0; i < 10; i++) {
        health.failed(Connection.LOCK, "READONLY");
      }
      assertThat(log.warnings()).as("ten within the minute").hasSize(1);
    }
    pass(Duration.ofSeconds(59));
    health.failed(Connection.ORDERED, "Connection refused");
    assertThat(health.troubles()).singleElement().asString().contains("onlookers-lock");
  }
}
