package onlookers.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import onlookers.config.Deployment;
import onlookers.config.Settings;
import onlookers.config.Sources;
import onlookers.fixture.LogCapture;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.EndOfSessions;
import onlookers.presence.Garbage.Pace;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Instruments.Gauge;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
  private static final Duration LEASE = Duration.ofSeconds(18);
  private static final Duration ASKING = LEASE.dividedBy(9);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final long NOW = 1_764_150_000_000L;

  private final FakeGarbage garbage = new FakeGarbage();
  private final Instruments instruments = new Instruments();
  private final ManualScheduler time = new ManualScheduler();
  private final List<String> ended = new ArrayList<>();
  private final GarbageCollector collector =
      new GarbageCollector(
          garbage,
          Settings.load(
                  Sources.only(
                      Map.of("node.lease", "18", "sweep.interval", "30"), Deployment.SERVER))
              .settings(),
          instruments,
          new CollectorThreads(time, time, time, () -> ended.add("threads, held " + garbage.asked)),
          () -> Instant.ofEpochMilli(NOW));

  private void start() {
    instruments.redisUp(true);
    collector.start();
    time.advance(ASKING);
  }

  private EndOfSessions listener() {
    EndOfSessions listener = garbage.listener;
    assertThat(listener).isNotNull();
    return listener;
  }

  private boolean goOn() {
    BooleanSupplier goOn = garbage.goOn;
    assertThat(goOn).isNotNull();
    return goOn.getAsBoolean();
  }

  @Test
  void theLockIsAskedForThreeTimesAsOftenAsNeeded() {
    collector.start();
    time.advance(ASKING.minusNanos(1));
    assertThat(garbage.locks).isZero();
    time.advance(Duration.ofNanos(1));
    assertThat(garbage.locks).isEqualTo(1);
    assertThat(garbage.length).isEqualTo(LEASE.dividedBy(3));
    time.advance(LEASE);
    assertThat(garbage.locks).isEqualTo(10);
    assertThat(garbage.forced).isZero();
  }

  @Test
  void whoDoesNotHaveTheLockDoesNothing() {
    garbage.granted = false;
    start();
    time.advance(Duration.ofMinutes(5));
    assertThat(garbage.asked).isEmpty();
    assertThat(instruments.value(Gauge.LAST_SWEEP_AT)).isZero();
  }

  @Test
  void whatWasHeardIsDealtWithWithinATenthOfASecond() {
    start();
    garbage.asked.clear();
    garbage.found = 2;
    listener().sessionEnded("a");
    listener().sessionEnded("b");
    time.advance(TICK);
    assertThat(garbage.asked).containsExactly("settle [a, b]");
    assertThat(instruments.total(Counter.SESSIONS_COLLECTED)).isEqualTo(2);
  }

  @Test
  void postsThatOthersChangedAreRankedWithinASecond() {
    start();
    garbage.asked.clear();
    listener().viewersChanged(new Post("13"));
    listener().viewersChanged(new Post("7"));
    time.advance(Duration.ofSeconds(1));
    assertThat(garbage.asked).containsExactly("rank [13, 7]");
  }

  @Test
  void viewersAreCountedEachSecondForTheMostOfEachMinute() {
    start();
    garbage.peaks.clear();
    time.advance(Duration.ofSeconds(3));
    assertThat(garbage.peaks).hasSize(3).containsOnly(Instant.ofEpochMilli(NOW));
    garbage.granted = false;
    time.advance(ASKING);
    garbage.peaks.clear();
    time.advance(LEASE);
    assertThat(garbage.peaks).as("that is for whoever has the lock").isEmpty();
  }

  @Test
  void nobodyIsBuriedBeforeOneLeaseInTouchAndThenThreeTimesALease() {
    start();
    time.advance(LEASE.minus(TICK));
    assertThat(garbage.asked).doesNotContain("bury");
    garbage.found = 3;
    time.advance(TICK);
    assertThat(garbage.asked).containsOnlyOnce("bury");
    assertThat(instruments.total(Counter.SESSIONS_COLLECTED)).isEqualTo(3);
    garbage.found = 0;
    time.advance(LEASE.dividedBy(3).minus(TICK));
    assertThat(garbage.asked).containsOnlyOnce("bury");
    time.advance(TICK);
    assertThat(garbage.asked.stream().filter("bury"::equals)).hasSize(2);
  }

  @Test
  void afterABreakNobodyIsBuriedForAWholeLease() {
    start();
    time.advance(LEASE.multipliedBy(2));
    garbage.away = true;
    time.advance(ASKING);
    garbage.away = false;
    garbage.asked.clear();
    time.advance(ASKING);
    assertThat(garbage.asked).as("it collects again").contains("listening");
    time.advance(LEASE.minus(TICK));
    assertThat(garbage.asked).doesNotContain("bury");
    time.advance(TICK);
    assertThat(garbage.asked).contains("bury");
  }

  @Test
  void aNodeThatWasFrozenBuriesNobodyForAWholeLease() {
    start();
    time.advance(LEASE.multipliedBy(2));
    garbage.asked.clear();
    garbage.during.put("settle", this::freezeOnce);
    time.advance(TICK);
    assertThat(garbage.asked).as("the lock ended while it was frozen").isEmpty();
    time.runDue();
    time.advance(LEASE.minus(TICK));
    assertThat(garbage.asked).doesNotContain("bury");
    time.advance(TICK.multipliedBy(2));
    assertThat(garbage.asked).contains("bury");
  }

  private void freezeOnce() {
    garbage.during.remove("settle");
    time.skip(LEASE.multipliedBy(2));
  }

  @Test
  void aSweepWalksAndScansAndIsMeasured() {
    start();
    garbage.asked.clear();
    garbage.found = 4;
    garbage.during.put("scan", () -> time.skip(Duration.ofMillis(250)));
    time.advance(INTERVAL.minus(ASKING));
    assertThat(garbage.asked).containsSubsequence("sweep", "scan");
    assertThat(instruments.value(Gauge.LAST_SWEEP_MILLIS)).isEqualTo(250);
    assertThat(instruments.value(Gauge.LAST_SWEEP_AT)).isEqualTo(NOW);
  }

  @Test
  void whoTakesTheLockSweepsAtOnceAndBriskly() {
    start();
    time.advance(TICK);
    assertThat(garbage.asked).containsOnlyOnce("sweep");
    assertThat(garbage.pace).isEqualTo(Pace.BRISK);
    time.advance(INTERVAL.minus(ASKING).minus(TICK));
    assertThat(garbage.asked.stream().filter("sweep"::equals)).as("in its time").hasSize(2);
    assertThat(garbage.pace).isEqualTo(Pace.CALM);
  }

  @Test
  void whoMayHaveMissedSomethingSweepsAtOnce() {
    start();
    time.advance(TICK);
    garbage.asked.clear();
    listener().listening();
    time.advance(TICK);
    assertThat(garbage.asked).containsExactly("sweep", "scan");
  }

  @Test
  void aCalmSweepMakesRoomForOneThatHurries() {
    start();
    List<String> seen = new ArrayList<>();
    garbage.during.put(
        "sweep",
        () -> {
          seen.add(garbage.pace + " " + goOn());
          listener().listening();
          seen.add(garbage.pace + " " + goOn());
        });
    time.advance(INTERVAL);
    assertThat(seen)
        .contains("CALM true", "CALM false", "BRISK true")
        .doesNotContain("BRISK false");
  }

  @Test
  void whoDoesNotHaveTheLockSweepsOnlyWhenItHas() {
    start();
    time.advance(TICK);
    garbage.granted = false;
    time.advance(ASKING);
    garbage.granted = true;
    garbage.asked.clear();
    time.advance(ASKING.plus(TICK));
    assertThat(garbage.asked).startsWith("listening", "sweep");
  }

  @Test
  void sweepingByHandTakesTheLockAndTellsWhatWasRemoved() {
    garbage.granted = false;
    start();
    garbage.found = 5;
    assertThat(collector.sweep()).isEqualTo(10);
    assertThat(garbage.forced).isEqualTo(1);
    assertThat(instruments.total(Counter.SESSIONS_COLLECTED)).isEqualTo(10);
    assertThat(collector.sweep()).as("again, which needs no force").isEqualTo(10);
    assertThat(garbage.forced).isEqualTo(1);
  }

  @Test
  void sweepingByHandFailsWhileRedisIsAway() {
    garbage.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(collector::sweep);
  }

  @Test
  void aSweepThatFailedDoesNotKeepTheNextOneOut() {
    start();
    garbage.during.put("sweep", () -> garbage.away = true);
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(collector::sweep);
    garbage.during.clear();
    garbage.away = false;
    Thread other = new Thread(collector::sweep, "another sweep");
    garbage.asked.clear();
    other.start();
    assertThat(joined(other)).isTrue();
    assertThat(garbage.asked).containsExactly("sweep", "scan");
  }

  private static boolean joined(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  @Test
  void longWalksStopWhenTheLockIsLost() {
    start();
    collector.sweep();
    assertThat(goOn()).isTrue();
    garbage.granted = false;
    time.advance(ASKING);
    assertThat(goOn()).isFalse();
  }

  @Test
  void burialsStopWhenTheLockIsLostAsWell() {
    start();
    time.advance(LEASE);
    assertThat(garbage.asked).endsWith("bury");
    assertThat(goOn()).isTrue();
    garbage.granted = false;
    time.advance(ASKING);
    assertThat(goOn()).isFalse();
  }

  @Test
  void oneKindOfWorkThatFailsForEverKeepsNoOtherFromBeingDone() {
    start();
    for (String failing : List.of("settle", "rank", "sweep", "bury")) {
      garbage.during.put(
          failing,
          () -> {
            throw new UnavailableException(failing);
          });
      garbage.asked.clear();
      time.advance(INTERVAL);
      assertThat(garbage.asked).as("while %s fails", failing).contains("bury", "sweep");
      garbage.asked.clear();
      listener().viewersChanged(new Post("13"));
      listener().sessionEnded("s");
      time.advance(Duration.ofSeconds(1));
      assertThat(garbage.asked).as("while %s fails", failing).contains("rank [13]", "settle [s]");
      garbage.during.clear();
    }
  }

  @Test
  void anOutageEndsNoTimer() {
    start();
    garbage.away = true;
    instruments.redisUp(false);
    time.advance(Duration.ofMinutes(10));
    garbage.away = false;
    garbage.asked.clear();
    time.advance(ASKING);
    assertThat(garbage.asked).startsWith("listening");
    time.advance(LEASE.plus(INTERVAL));
    assertThat(garbage.asked).contains("bury", "sweep", "scan");
  }

  @Test
  void aFailureThatIsNoBlinkIsNamedOnceUntilItIsOver() {
    try (LogCapture log = new LogCapture(RecurringTask.class)) {
      start();
      garbage.during.put(
          "settle",
          () -> {
            throw new UnavailableException("NOPERM hmget");
          });
      time.advance(TICK);
      assertThat(log.warnings()).isEmpty();
      time.advance(Duration.ofSeconds(5));
      assertThat(log.warnings())
          .containsExactly(
              "the garbage collector cannot do its work (ended sessions): NOPERM hmget");
      Runnable failing = garbage.during.remove("settle");
      time.advance(TICK);
      garbage.during.put("settle", failing);
      time.advance(TICK.multipliedBy(2));
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @Test
  void anOutageThatIsKnownIsNotToldAgain() {
    try (LogCapture log = new LogCapture(RecurringTask.class)) {
      start();
      instruments.redisUp(false);
      garbage.away = true;
      time.advance(Duration.ofMinutes(1));
      assertThat(log.warnings()).isEmpty();
      assertThat(log.all()).contains("the lock: not now: Redis is out of reach: lock");
    }
  }

  @Test
  void whatACollectorRemovedIsToldAndNothingIsNot() {
    try (LogCapture log = new LogCapture(GarbageCollector.class)) {
      start();
      collector.sweep();
      assertThat(log.all()).isEmpty();
      garbage.found = 1;
      collector.sweep();
      assertThat(log.all()).containsExactly("collected 2 sessions in a sweep");
      time.advance(LEASE);
      assertThat(log.all()).contains("collected 1 sessions of dead nodes");
    }
  }

  @Test
  void stoppingWaitsForNothingAndBreaksOffWhatIsUnderWay() {
    start();
    collector.sweep();
    assertThat(goOn()).isTrue();
    garbage.asked.clear();
    int locks = garbage.locks;
    collector.stop();
    assertThat(goOn()).isFalse();
    assertThat(ended).isEmpty();
    time.advance(LEASE.plus(INTERVAL));
    assertThat(garbage.asked).isEmpty();
    assertThat(garbage.locks).isEqualTo(locks);
  }

  @Test
  void closingEndsTheThreadsFirstAndThenGivesTheLockUp() {
    start();
    garbage.asked.clear();
    collector.close();
    assertThat(ended).containsExactly("threads, held []");
    assertThat(garbage.asked).containsExactly("deaf", "unlock");
  }

  @Test
  void closingWithoutRedisIsNoFailure() {
    start();
    garbage.away = true;
    try (LogCapture log = new LogCapture(GarbageCollector.class)) {
      collector.close();
      assertThat(log.warnings()).isEmpty();
      assertThat(log.all())
          .containsExactly("the lock ends by itself: Redis is out of reach: unlock");
    }
    assertThat(garbage.listener).isNull();
  }

  @Test
  void whoStopsDoesNotTakeTheLockAgain() {
    start();
    collector.close();
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(collector::sweep);
    assertThat(garbage.forced).isZero();
  }

  @Test
  void itsOwnThreadsAreNamedAndGoneAfterwards() {
    CollectorThreads threads = CollectorThreads.create();
    List<String> names = new ArrayList<>();
    threads.worker().execute(() -> add(names));
    threads.sweeper().execute(() -> add(names));
    threads.keeper().execute(() -> add(names));
    await().until(() -> size(names) == 3);
    threads.close();
    assertThat(names)
        .containsExactlyInAnyOrder("onlookers-gc", "onlookers-gc-sweep", "onlookers-gc-lock");
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContainAnyElementsOf(names));
  }

  private static void add(List<String> names) {
    synchronized (names) {
      names.add(Thread.currentThread().getName());
    }
  }

  private static int size(List<String> names) {
    synchronized (names) {
      return names.size();
    }
  }
}
