package onlookers.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import onlookers.config.Deployment;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.LogCapture;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.CollectorStore.Pace;
import onlookers.presence.Post;
import onlookers.presence.SessionEvents;
import onlookers.presence.UnavailableException;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {
  private static final Duration LEASE = Duration.ofSeconds(18);
  private static final Duration ASKING = LEASE.dividedBy(9);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final long NOW = 1_764_150_000_000L;

  private final FakeCollectorStore store = new FakeCollectorStore();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final ManualScheduler time = new ManualScheduler();
  private final List<String> ended = new ArrayList<>();
  private final GarbageCollector collector =
      new GarbageCollector(
          store,
          SettingsLoader.load(
                  Sources.only(
                      Map.of("node.lease", "18", "sweep.interval", "30"), Deployment.SERVER))
              .settings(),
          nodeMetrics,
          new CollectorThreads(time, time, time, () -> ended.add("threads, held " + store.asked)),
          () -> Instant.ofEpochMilli(NOW));

  private void start() {
    nodeMetrics.state().redisUp(true);
    collector.start();
    time.advance(ASKING);
  }

  private SessionEvents listener() {
    SessionEvents listener = store.listener;
    assertThat(listener).isNotNull();
    return listener;
  }

  private boolean goOn() {
    BooleanSupplier goOn = store.goOn;
    assertThat(goOn).isNotNull();
    return goOn.getAsBoolean();
  }

  @Test
  void theLockIsAskedForThreeTimesAsOftenAsNeeded() {
    collector.start();
    time.advance(ASKING.minusNanos(1));
    assertThat(store.locks).isZero();
    time.advance(Duration.ofNanos(1));
    assertThat(store.locks).isEqualTo(1);
    assertThat(store.length).isEqualTo(LEASE.dividedBy(3));
    time.advance(LEASE);
    assertThat(store.locks).isEqualTo(10);
    assertThat(store.forced).isZero();
  }

  @Test
  void whoLooksSeesWhetherThisNodeCollects() {
    start();
    assertThat(nodeMetrics.redis().collector().collecting()).isTrue();
    store.away = true;
    time.advance(ASKING);
    assertThat(nodeMetrics.redis().collector().collecting()).as("nobody knows").isFalse();
    store.away = false;
    time.advance(ASKING);
    assertThat(nodeMetrics.redis().collector().collecting()).isTrue();
  }

  @Test
  void whoDoesNotHaveTheLockDoesNothing() {
    store.granted = false;
    start();
    time.advance(Duration.ofMinutes(5));
    assertThat(store.asked).isEmpty();
    assertThat(nodeMetrics.value(Gauge.LAST_SWEEP_AT)).isZero();
  }

  @Test
  void whatWasReceivedIsReconciledWithinATenthOfASecond() {
    start();
    store.asked.clear();
    store.found = 2;
    listener().sessionEnded("a");
    listener().sessionEnded("b");
    time.advance(TICK);
    assertThat(store.asked).containsExactly("reconcile [a, b]");
    assertThat(nodeMetrics.total(Counter.SESSIONS_COLLECTED)).isEqualTo(2);
  }

  @Test
  void whatWasReceivedAndCouldNotBeReconciledIsFoundByASweep() {
    start();
    time.advance(ROUND);
    store.asked.clear();
    store.during.put("reconcile", () -> failOnce("reconcile"));
    listener().sessionEnded("a");
    time.advance(TICK);
    assertThat(store.asked).containsExactly("reconcile [a]", "sweep", "scan");
    time.advance(ROUND.multipliedBy(3));
    assertThat(store.asked).as("once").containsOnlyOnce("sweep");
  }

  @Test
  void postsThatCouldNotBeRankedAreFoundByASweep() {
    start();
    time.advance(ROUND);
    store.asked.clear();
    store.during.put("rank", () -> failOnce("rank"));
    listener().viewersChanged(new Post("13"));
    time.advance(ROUND.multipliedBy(2));
    assertThat(store.asked).containsExactly("rank [13]", "sweep", "scan");
  }

  @Test
  void aSweepThatIsDueAndCannotBeDoneIsDoneLater() {
    start();
    time.advance(ROUND);
    store.asked.clear();
    store.during.put("sweep", () -> failOnce("sweep"));
    listener().listening();
    time.advance(TICK);
    assertThat(store.asked).containsExactly("sweep");
    time.advance(ROUND);
    assertThat(store.asked).containsExactly("sweep", "sweep", "scan");
  }

  private void failOnce(String step) {
    store.during.remove(step);
    throw new UnavailableException("it took too long");
  }

  @Test
  void whileManyAreReceivedTheyAreReconciledTenTimesASecondAtMost() {
    start();
    time.advance(ROUND.minus(TICK));
    store.asked.clear();
    for (int i = 0; i < 100; i++) {
      listener().sessionEnded("s");
      time.advance(Duration.ofMillis(5));
    }
    assertThat(store.asked).hasSizeBetween(4, 6).containsOnly("reconcile [s]");
  }

  @Test
  void nothingIsAskedAndNobodyIsWokenBetweenTwoRoundsWhereNothingIsReceived() {
    start();
    time.advance(ROUND);
    AtomicInteger looks = new AtomicInteger();
    store.during.put("reconcile", looks::incrementAndGet);
    time.advance(Duration.ofSeconds(10));
    assertThat(looks).hasValue(10);
  }

  @Test
  void postsThatOthersChangedAreRankedWithinASecond() {
    start();
    store.asked.clear();
    listener().viewersChanged(new Post("13"));
    listener().viewersChanged(new Post("7"));
    time.advance(Duration.ofSeconds(1));
    assertThat(store.asked).containsExactly("rank [13, 7]");
  }

  @Test
  void viewersAreCountedEachSecondForTheMostOfEachMinute() {
    start();
    store.peaks.clear();
    time.advance(Duration.ofSeconds(3));
    assertThat(store.peaks).hasSize(3).containsOnly(Instant.ofEpochMilli(NOW));
    store.granted = false;
    time.advance(ASKING);
    store.peaks.clear();
    time.advance(LEASE);
    assertThat(store.peaks).as("that is for whoever has the lock").isEmpty();
  }

  @Test
  void nobodyIsReapedBeforeOneLeaseInTouchAndThenThreeTimesALease() {
    start();
    time.advance(LEASE.minus(TICK));
    assertThat(store.asked).doesNotContain("reap");
    store.found = 3;
    time.advance(TICK);
    assertThat(store.asked).containsOnlyOnce("reap");
    assertThat(nodeMetrics.total(Counter.SESSIONS_COLLECTED)).isEqualTo(3);
    store.found = 0;
    time.advance(LEASE.dividedBy(3).minus(TICK));
    assertThat(store.asked).containsOnlyOnce("reap");
    time.advance(TICK);
    assertThat(store.asked.stream().filter("reap"::equals)).hasSize(2);
  }

  @Test
  void afterABreakNobodyIsReapedForAWholeLease() {
    start();
    time.advance(LEASE.multipliedBy(2));
    store.away = true;
    time.advance(ASKING);
    store.away = false;
    store.asked.clear();
    time.advance(ASKING);
    assertThat(store.asked).as("it collects again").contains("subscribed");
    time.advance(LEASE.minus(TICK));
    assertThat(store.asked).doesNotContain("reap");
    time.advance(TICK);
    assertThat(store.asked).contains("reap");
  }

  /** Of a Cluster: the lock lies on a master that is there all the while, the leases do not. */
  @Test
  void nobodyIsReapedBeforeThisNodesOwnSessionsCouldBeWrittenForAWholeLease() {
    start();
    time.advance(LEASE.multipliedBy(2));
    nodeMetrics.state().redisUp(false);
    time.advance(ASKING);
    store.asked.clear();
    time.advance(LEASE);
    assertThat(nodeMetrics.redis().collector().collecting()).isTrue();
    assertThat(store.asked).as("the others can renew no lease, either").doesNotContain("reap");
    nodeMetrics.state().redisUp(true);
    time.advance(LEASE.minus(TICK));
    assertThat(store.asked).as("nor have they had the time for it").doesNotContain("reap");
    time.advance(TICK.plus(ROUND));
    assertThat(store.asked).contains("reap");
  }

  @Test
  void aNodeThatWasFrozenBuriesNobodyForAWholeLease() {
    start();
    time.advance(LEASE.multipliedBy(2));
    store.asked.clear();
    store.during.put("reconcile", this::freezeOnce);
    time.advance(ROUND);
    assertThat(store.asked).as("the lock ended while it was frozen").isEmpty();
    time.runDue();
    time.advance(LEASE.minus(TICK));
    assertThat(store.asked).doesNotContain("reap");
    time.advance(TICK.plus(ROUND));
    assertThat(store.asked).contains("reap");
  }

  private void freezeOnce() {
    store.during.remove("reconcile");
    time.skip(LEASE.multipliedBy(2));
  }

  @Test
  void aSweepWalksAndScansAndIsMeasured() {
    start();
    store.asked.clear();
    store.found = 4;
    store.during.put("scan", () -> time.skip(Duration.ofMillis(250)));
    time.advance(INTERVAL.minus(ASKING));
    assertThat(store.asked).containsSubsequence("sweep", "scan");
    assertThat(nodeMetrics.value(Gauge.LAST_SWEEP_MILLIS)).isEqualTo(250);
    assertThat(nodeMetrics.value(Gauge.LAST_SWEEP_AT)).isEqualTo(NOW);
  }

  @Test
  void whoTakesTheLockSweepsAtOnceAndBriskly() {
    start();
    time.advance(TICK);
    assertThat(store.asked).containsOnlyOnce("sweep");
    assertThat(store.pace).isEqualTo(Pace.BRISK);
    time.advance(INTERVAL.minus(ASKING).minus(TICK));
    assertThat(store.asked.stream().filter("sweep"::equals)).as("in its time").hasSize(2);
    assertThat(store.pace).isEqualTo(Pace.CALM);
  }

  @Test
  void whoMayHaveMissedSomethingSweepsAtOnce() {
    start();
    time.advance(TICK);
    store.asked.clear();
    listener().listening();
    time.advance(TICK);
    assertThat(store.asked).containsExactly("sweep", "scan");
  }

  @Test
  void aHashThatCollapsesIsSweptAtOnceAndOneThatShrinksIsNot() {
    start();
    store.viewers = 100;
    time.advance(Duration.ofSeconds(1));
    store.asked.clear();
    store.viewers = 10;
    time.advance(Duration.ofSeconds(1).plus(TICK));
    assertThat(store.asked).isEmpty();
    store.viewers = 0;
    time.advance(Duration.ofSeconds(1).plus(TICK));
    assertThat(store.asked).containsExactly("sweep", "scan");
    time.advance(Duration.ofSeconds(3));
    assertThat(store.asked).containsExactly("sweep", "scan");
  }

  @Test
  void aCalmSweepMakesRoomForOneThatHurries() {
    start();
    List<String> seen = new ArrayList<>();
    store.during.put(
        "sweep",
        () -> {
          seen.add(store.pace + " " + goOn());
          listener().listening();
          seen.add(store.pace + " " + goOn());
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
    store.granted = false;
    time.advance(ASKING);
    store.granted = true;
    store.asked.clear();
    time.advance(ASKING.plus(TICK));
    assertThat(store.asked).startsWith("subscribed", "sweep");
  }

  @Test
  void sweepingByHandTakesTheLockAndReturnsWhatWasRemoved() {
    store.granted = false;
    start();
    store.found = 5;
    assertThat(collector.sweep()).isEqualTo(10);
    assertThat(store.forced).isEqualTo(1);
    assertThat(nodeMetrics.total(Counter.SESSIONS_COLLECTED)).isEqualTo(10);
    assertThat(collector.sweep()).as("again, which needs no force").isEqualTo(10);
    assertThat(store.forced).isEqualTo(1);
  }

  @Test
  void sweepingByHandFailsWhileRedisIsAway() {
    store.away = true;
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(collector::sweep);
  }

  @Test
  void aSweepThatFailedDoesNotKeepTheNextOneOut() {
    start();
    store.during.put("sweep", () -> store.away = true);
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(collector::sweep);
    store.during.clear();
    store.away = false;
    Thread other = new Thread(collector::sweep, "another sweep");
    store.asked.clear();
    other.start();
    assertThat(joined(other)).isTrue();
    assertThat(store.asked).containsExactly("sweep", "scan");
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
    store.granted = false;
    time.advance(ASKING);
    assertThat(goOn()).isFalse();
  }

  @Test
  void burialsStopWhenTheLockIsLostAsWell() {
    start();
    time.advance(LEASE);
    assertThat(store.asked).endsWith("reap");
    assertThat(goOn()).isTrue();
    store.granted = false;
    time.advance(ASKING);
    assertThat(goOn()).isFalse();
  }

  @Test
  void oneKindOfWorkThatFailsForEverKeepsNoOtherFromBeingDone() {
    start();
    for (String failing : List.of("reconcile", "rank", "sweep", "reap")) {
      store.during.put(
          failing,
          () -> {
            throw new UnavailableException(failing);
          });
      store.asked.clear();
      time.advance(INTERVAL);
      assertThat(store.asked).as("while %s fails", failing).contains("reap", "sweep");
      store.asked.clear();
      listener().viewersChanged(new Post("13"));
      listener().sessionEnded("s");
      time.advance(Duration.ofSeconds(1));
      assertThat(store.asked).as("while %s fails", failing).contains("rank [13]", "reconcile [s]");
      store.during.clear();
    }
  }

  @Test
  void anOutageEndsNoTimer() {
    start();
    store.away = true;
    nodeMetrics.state().redisUp(false);
    time.advance(Duration.ofMinutes(10));
    store.away = false;
    nodeMetrics.state().redisUp(true);
    store.asked.clear();
    time.advance(ASKING);
    assertThat(store.asked).startsWith("subscribed");
    time.advance(LEASE.plus(INTERVAL));
    assertThat(store.asked).contains("reap", "sweep", "scan");
  }

  @Test
  void aFailureThatIsNoBlinkIsNamedOnceUntilItIsOver() {
    try (LogCapture log = new LogCapture(RecurringTask.class)) {
      start();
      store.during.put(
          "reconcile",
          () -> {
            throw new UnavailableException("NOPERM hmget");
          });
      time.advance(TICK);
      assertThat(log.warnings()).isEmpty();
      time.advance(Duration.ofSeconds(5));
      assertThat(log.warnings())
          .containsExactly(
              "the garbage collector cannot do its work (ended sessions): NOPERM hmget");
      Runnable failing = store.during.remove("reconcile");
      time.advance(ROUND);
      store.during.put("reconcile", failing);
      time.advance(ROUND.multipliedBy(2));
      assertThat(log.warnings()).hasSize(2);
    }
  }

  @Test
  void anOutageThatIsKnownIsNotLoggedAgain() {
    try (LogCapture log = new LogCapture(RecurringTask.class)) {
      start();
      nodeMetrics.state().redisUp(false);
      store.away = true;
      time.advance(Duration.ofMinutes(1));
      assertThat(log.warnings()).isEmpty();
      assertThat(log.all()).contains("the lock: not now: Redis is out of reach: lock");
    }
  }

  @Test
  void whatACollectorRemovedIsLoggedAndNothingIsNot() {
    try (LogCapture log = new LogCapture(GarbageCollector.class)) {
      start();
      collector.sweep();
      assertThat(log.all()).isEmpty();
      store.found = 1;
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
    store.asked.clear();
    int locks = store.locks;
    collector.stop();
    assertThat(goOn()).isFalse();
    assertThat(ended).isEmpty();
    time.advance(LEASE.plus(INTERVAL));
    assertThat(store.asked).isEmpty();
    assertThat(store.locks).isEqualTo(locks);
  }

  @Test
  void closingEndsTheThreadsFirstAndThenGivesTheLockUp() {
    start();
    store.asked.clear();
    collector.close();
    assertThat(ended).containsExactly("threads, held []");
    assertThat(store.asked).containsExactly("unsubscribed", "unlock");
  }

  @Test
  void closingWithoutRedisIsNoFailure() {
    start();
    store.away = true;
    try (LogCapture log = new LogCapture(GarbageCollector.class)) {
      collector.close();
      assertThat(log.warnings()).isEmpty();
      assertThat(log.all())
          .containsExactly("the lock ends by itself: Redis is out of reach: unlock");
    }
    assertThat(store.listener).isNull();
  }

  @Test
  void whoStopsDoesNotTakeTheLockAgain() {
    start();
    collector.close();
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(collector::sweep);
    assertThat(store.forced).isZero();
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
