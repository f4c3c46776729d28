package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import onlookers.config.Deployment;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Refusals.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionLimiterTest {
  private static final String SOMEBODY = "192.0.2.7";
  private static final String ANOTHER = "192.0.2.8";

  private final NodeMetrics nodeMetrics = new NodeMetrics();

  private final ManualScheduler time = new ManualScheduler();

  /** How many sockets the heap has room for. */
  private long room = Long.MAX_VALUE;

  private ConnectionLimiter limiter(int limit, int limitPerAddress) {
    return limiter(limit, limitPerAddress, 60);
  }

  private ConnectionLimiter limiter(int limit, int limitPerAddress, int messages) {
    Map<String, String> values =
        Map.of(
            "limit.sessions", Integer.toString(limit),
            "limit.sessions.per.address", Integer.toString(limitPerAddress),
            "limit.messages", Integer.toString(messages));
    return new ConnectionLimiter(
        SettingsLoader.load(Sources.only(values, Deployment.SERVER)).settings(),
        new ConnectionTools(nodeMetrics, time, Runnable::run, here -> here < room));
  }

  private void assertOpen(long sockets) {
    assertThat(nodeMetrics.value(Gauge.SESSIONS)).isEqualTo(sockets);
  }

  @Test
  void withoutLimitsEverybodyIsLetInAndCounted() {
    ConnectionLimiter limiter = limiter(0, 0);
    for (int i = 1; i <= 2_000; i++) {
      assertThat(limiter.enter(SOMEBODY)).isNotNull();
      assertOpen(i);
    }
  }

  @Test
  void beyondTheLimitNobodyIsLetInUntilSomebodyLeaves() {
    ConnectionLimiter limiter = limiter(2, 0);
    assertThat(limiter.enter(SOMEBODY)).isNotNull();
    assertThat(limiter.enter(ANOTHER)).isNotNull();
    assertThat(limiter.enter("192.0.2.9")).isNull();
    assertOpen(2);
    limiter.leave(ANOTHER);
    assertThat(limiter.enter("192.0.2.9")).isNotNull();
    assertOpen(2);
  }

  @Test
  void whileTheHeapIsNearlyFullNobodyIsLetInButForSomebodyWhoLeaves() {
    ConnectionLimiter limiter = limiter(0, 0);
    room = 1;
    assertThat(limiter.enter(SOMEBODY)).isNotNull();
    assertThat(limiter.enter(ANOTHER)).isNull();
    assertOpen(1);
    assertThat(nodeMetrics.refusals().total(Reason.MEMORY)).isEqualTo(1);
    limiter.leave(SOMEBODY);
    assertThat(limiter.enter(ANOTHER)).isNotNull();
  }

  @Test
  void anAddressThatIsFullIsRefusedAndTheOthersAreNot() {
    ConnectionLimiter limiter = limiter(0, 2);
    assertThat(limiter.enter(SOMEBODY)).isNotNull();
    assertThat(limiter.enter(SOMEBODY)).isNotNull();
    assertThat(limiter.enter(SOMEBODY)).isNull();
    assertThat(limiter.enter(ANOTHER)).isNotNull();
    assertOpen(3);
    limiter.leave(SOMEBODY);
    assertThat(limiter.enter(SOMEBODY)).isNotNull();
    assertThat(limiter.enter(SOMEBODY)).isNull();
    assertOpen(3);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0, 1"})
  void ofTwoWhoComeForTheLastPlaceOneGetsIt(int limit, int limitPerAddress) throws Exception {
    int rounds = 3_000;
    ConnectionLimiter limiter = limiter(limit, limitPerAddress);
    AtomicIntegerArray entered = new AtomicIntegerArray(rounds);
    AtomicInteger arrived = new AtomicInteger();
    Callable<Boolean> comer =
        () -> {
          for (int round = 0; round < rounds; round++) {
            meet(arrived, 4 * round + 2);
            boolean in = limiter.enter(SOMEBODY) != null;
            entered.addAndGet(round, in ? 1 : 0);
            meet(arrived, 4 * round + 4);
            if (in) {
              limiter.leave(SOMEBODY);
            }
          }
          return true;
        };
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      for (Future<Boolean> one : two.invokeAll(List.of(comer, comer))) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      two.shutdownNow();
    }
    assertThat(IntStream.range(0, rounds).map(entered::get)).containsOnly(1);
    assertOpen(0);
  }

  /** Without a lock, which would let one go on well before the other. */
  private static void meet(AtomicInteger arrived, int all) {
    arrived.incrementAndGet();
    for (int i = 0; arrived.get() < all; i++) {
      if (i < 1_000) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(1_000);
      }
    }
  }

  @Test
  void everybodyWhoLeavesMakesRoomForAsManyAgain() {
    ConnectionLimiter limiter = limiter(0, 3);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 3; i++) {
        assertThat(limiter.enter(SOMEBODY)).isNotNull();
      }
      assertThat(limiter.enter(SOMEBODY)).isNull();
      for (int i = 0; i < 3; i++) {
        limiter.leave(SOMEBODY);
      }
      assertOpen(0);
    }
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() {
    ConnectionLimiter limiter = limiter(0, 2);
    assertThat(limiter.enter("2001:db8:1:2::1")).isNotNull();
    assertThat(limiter.enter("2001:db8:1:2:a:b:c:d")).isNotNull();
    assertThat(limiter.enter("2001:db8:1:2::3")).isNull();
    assertThat(limiter.enter("2001:db8:1:3::1")).isNotNull();
    limiter.leave("2001:db8:1:2::1");
    assertThat(limiter.enter("2001:db8:1:2::3")).isNotNull();
  }

  @Test
  void ipv4AddressesAreCountedOneByOneHoweverTheyAreWritten() {
    ConnectionLimiter limiter = limiter(0, 1);
    assertThat(limiter.enter("::ffff:192.0.2.7")).isNotNull();
    assertThat(limiter.enter(SOMEBODY)).isNull();
    assertThat(limiter.enter("::ffff:192.0.2.8")).isNotNull();
  }

  @Test
  void whoseAddressIsNotKnownIsNotLimitedByIt() {
    ConnectionLimiter limiter = limiter(0, 1);
    assertThat(limiter.enter("")).isNotNull();
    assertThat(limiter.enter("")).isNotNull();
    assertOpen(2);
  }

  @Test
  void whoComesBackForEachMinutesWorthOfFramesIsOneClient() {
    ConnectionLimiter limiter = limiter(0, 0, 5);
    int allowed = 0;
    for (int socket = 0; socket < 100; socket++) {
      AddressUse use = limiter.enter(SOMEBODY);
      for (int frame = 0; frame < 5; frame++) {
        allowed += use.allows(time.nanoTime()) ? 1 : 0;
      }
      limiter.leave(SOMEBODY);
    }
    assertThat(allowed).isEqualTo(5 * AddressUse.TOLERATED);
    assertThat(limiter.enter(ANOTHER).allows(time.nanoTime())).isTrue();

    time.advance(Duration.ofMinutes(1));
    assertThat(limiter.enter(SOMEBODY).allows(time.nanoTime())).isTrue();
  }

  @Test
  void anOfficeMaySendForEachOfItsReaders() {
    ConnectionLimiter limiter = limiter(0, 0, 5);
    List<AddressUse> readers =
        IntStream.range(0, 40).mapToObj(i -> limiter.enter(SOMEBODY)).toList();
    for (int frame = 0; frame < 5; frame++) {
      assertThat(readers).allMatch(use -> use.allows(time.nanoTime()));
    }
    assertThat(readers.get(0).allows(time.nanoTime())).isFalse();

    time.advance(Duration.ofSeconds(59));
    assertThat(readers.get(0).allows(time.nanoTime())).isFalse();
    time.advance(Duration.ofSeconds(1));
    assertThat(readers.get(0).allows(time.nanoTime())).isTrue();
  }

  @Test
  void thoseWhoHaveLeftCountForTheMinuteInWhichTheyWereThere() {
    ConnectionLimiter limiter = limiter(0, 0, 1);
    AddressUse use = limiter.enter(SOMEBODY);
    for (int i = 1; i < 20; i++) {
      limiter.enter(SOMEBODY);
    }
    for (int i = 1; i < 20; i++) {
      limiter.leave(SOMEBODY);
    }
    assertThat(IntStream.range(0, 30).filter(i -> use.allows(time.nanoTime()))).hasSize(20);

    time.advance(Duration.ofMinutes(1));
    assertThat(IntStream.range(0, 30).filter(i -> use.allows(time.nanoTime())))
        .hasSize(AddressUse.TOLERATED);
  }

  @Test
  void withoutALimitOfMessagesAnyNumberIsAllowed() {
    AddressUse use = limiter(0, 0, 0).enter(SOMEBODY);

    assertThat(IntStream.range(0, 100_000)).allMatch(i -> use.allows(time.nanoTime()));
  }

  @Test
  void addressesThatHaveGoneAreForgotten() {
    ConnectionLimiter limiter = limiter(0, 0);
    for (int minute = 0; minute < 10; minute++) {
      for (int i = 0; i < 5_000; i++) {
        String address = "10.%d.%d.%d".formatted(minute, i / 256, i % 256);
        assertThat(limiter.enter(address)).isNotNull();
        limiter.leave(address);
      }
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(limiter.addresses()).isLessThan(11_000);
    assertOpen(0);
  }

  @Test
  void whereNothingIsToBeRememberedAnAddressIsForgottenWithItsLastSocket() {
    ConnectionLimiter limiter = limiter(0, 0, 0);
    limiter.enter(SOMEBODY);
    limiter.enter(SOMEBODY);
    limiter.leave(SOMEBODY);
    assertThat(limiter.addresses()).isOne();
    limiter.leave(SOMEBODY);
    assertThat(limiter.addresses()).isZero();
  }
}
