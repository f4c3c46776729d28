package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import onlookers.fixture.ManualScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadingCacheTest {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration STALE = Duration.ofSeconds(5);
  private static final int CAPACITY = 5;

  private final ManualScheduler time = new ManualScheduler();
  private final Bulkhead waiting = new Bulkhead(3, 0, LONG, time);
  private final List<List<String>> loads = Collections.synchronizedList(new ArrayList<>());
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile @Nullable RuntimeException failure;
  private final LoadingCache<String, String> cache = cache(LONG);

  private LoadingCache<String, String> cache(Duration maxWait) {
    return new LoadingCache<>(this::load, new CachePolicy(waiting, maxWait, FRESH, time), CAPACITY);
  }

  private List<String> load(List<String> keys) {
    loads.add(keys);
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    RuntimeException fails = failure;
    if (fails != null) {
      throw fails;
    }
    return keys.stream().map(key -> key + loads.size()).toList();
  }

  private CompletableFuture<Map<String, String>> ask(String... keys) {
    CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(cache.getAll(List.of(keys)));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            },
            "asks");
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  private static <T> T soon(CompletableFuture<T> answer) throws Exception {
    return answer.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aValueIsLoadedOnceAndUsedUntilItIsTooOld() {
    assertThat(cache.get("a")).isEqualTo("a1");
    time.advance(FRESH.minusNanos(1));
    assertThat(cache.get("a")).isEqualTo("a1");
    time.advance(Duration.ofNanos(1));
    assertThat(cache.get("a")).isEqualTo("a2");
    assertThat(cache.get("a")).isEqualTo("a2");
    assertThat(loads).hasSize(2);
  }

  @Test
  void itsAgeBeginsWhenItIsAskedFor() throws Exception {
    gate = new CountDownLatch(1);
    CompletableFuture<Map<String, String>> first = ask("a");
    await().until(() -> loads.size() == 1);
    time.advance(FRESH);
    gate.countDown();
    assertThat(soon(first)).containsExactly(Map.entry("a", "a1"));
    assertThat(cache.get("a")).isEqualTo("a2");
  }

  @Test
  void onlyWhatIsMissingIsLoadedAndEachOnce() {
    cache.get("b");
    assertThat(cache.getAll(List.of("a", "b", "c", "a")))
        .isEqualTo(Map.of("a", "a2", "b", "b1", "c", "c2"));
    assertThat(loads).containsExactly(List.of("b"), List.of("a", "c"));
  }

  @Test
  void nothingIsAskedForNothing() {
    assertThat(cache.getAll(List.of())).isEmpty();
    assertThat(loads).isEmpty();
  }

  @Test
  void whatIsBeingLoadedIsWaitedForAndNotLoadedAgain() throws Exception {
    gate = new CountDownLatch(1);
    CompletableFuture<Map<String, String>> first = ask("a", "b");
    await().until(() -> loads.size() == 1);
    time.advance(FRESH.multipliedBy(2)); // however long it takes
    CompletableFuture<Map<String, String>> second = ask("b", "c");
    await().until(() -> loads.size() == 2);
    gate.countDown();
    assertThat(soon(first).keySet()).containsExactlyInAnyOrder("a", "b");
    assertThat(soon(second).keySet()).containsExactlyInAnyOrder("b", "c");
    assertThat(loads).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void onlySoManyMayWaitAndWhatIsKnownIsNotWaitedFor() throws Exception {
    cache.get("known");
    gate = new CountDownLatch(1);
    List<CompletableFuture<Map<String, String>>> asked = List.of(ask("a"), ask("a"), ask("b"));
    await().until(() -> waiting.available() == 0);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> cache.get("c"))
        .withMessage("too many wait for Redis");
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> cache.get("a"));
    assertThat(cache.get("known")).isEqualTo("known1");
    gate.countDown();
    for (CompletableFuture<Map<String, String>> one : asked) {
      assertThat(soon(one)).hasSize(1);
    }
    await().until(() -> waiting.available() == 3);
    assertThat(cache.get("c")).startsWith("c");
  }

  @Test
  void whoLoadsReceivesTheFailureAndWhoWaitsThatThereWasOne() throws Exception {
    gate = new CountDownLatch(1);
    RuntimeException fails = new UnavailableException("Redis is out of reach");
    failure = fails;
    CompletableFuture<Map<String, String>> first = ask("a");
    await().until(() -> loads.size() == 1);
    CompletableFuture<Map<String, String>> second = ask("a");
    await().until(() -> waiting.available() == 1);
    gate.countDown();
    assertThatThrownBy(() -> soon(first)).isInstanceOf(ExecutionException.class).hasCause(fails);
    assertThatThrownBy(() -> soon(second))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(UnavailableException.class);
    await().until(() -> waiting.available() == 3);
  }

  @Test
  void aFailureIsNotKept() {
    for (RuntimeException fails :
        List.of(new UnavailableException("away"), new IllegalStateException("unexpected"))) {
      failure = fails;
      assertThatThrownBy(() -> cache.get("a")).isSameAs(fails);
    }
    failure = null;
    assertThat(cache.get("a")).isEqualTo("a3");
    assertThat(waiting.available()).isEqualTo(3);
  }

  @Test
  void whatIsKnownStaysKnownThoughTheNextFails() {
    cache.get("a");
    failure = new UnavailableException("away");
    assertThatThrownBy(() -> cache.getAll(List.of("a", "b"))).isSameAs(failure);
    assertThat(cache.get("a")).isEqualTo("a1");
  }

  @Test
  void whatCannotBeLoadedAnewIsAnsweredFromBeforeForAFewSeconds() {
    cache.get("a");
    failure = new UnavailableException("slow");
    time.advance(STALE.minusNanos(1));
    assertThat(cache.get("a")).isEqualTo("a1");
    assertThat(cache.get("a")).isEqualTo("a1");
    assertThat(loads).hasSize(3); // each asks anew
    time.advance(Duration.ofNanos(1));
    assertThatThrownBy(() -> cache.get("a")).isSameAs(failure);
    failure = null;
    assertThat(cache.get("a")).isEqualTo("a5");
    assertThat(cache.get("a")).isEqualTo("a5");
  }

  @Test
  void aFaultOfOursIsNotHiddenByAnOldAnswer() {
    cache.get("a");
    time.advance(FRESH);
    failure = new IllegalStateException("unexpected");
    assertThatThrownBy(() -> cache.get("a")).isSameAs(failure);
  }

  @Test
  void whileSomebodyLoadsItAnewWhoMayNotWaitIsAnsweredFromBefore() throws Exception {
    cache.get("a");
    time.advance(FRESH);
    gate = new CountDownLatch(1);
    List<CompletableFuture<Map<String, String>>> asked = List.of(ask("a"), ask("a"), ask("a"));
    await().until(() -> waiting.available() == 0);
    assertThat(cache.get("a")).isEqualTo("a1");
    gate.countDown();
    for (CompletableFuture<Map<String, String>> one : asked) {
      assertThat(soon(one)).containsEntry("a", "a2");
    }
  }

  @Test
  void nobodyWaitsForEver() throws Exception {
    LoadingCache<String, String> impatient = cache(Duration.ofNanos(1));
    gate = new CountDownLatch(1);
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> impatient.get("a"));
    await().until(() -> loads.size() == 1);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> impatient.get("a"))
        .withMessage("Redis does not answer");
    gate.countDown();
    assertThat(soon(first)).isEqualTo("a1");
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    gate = new CountDownLatch(1);
    CompletableFuture<Map<String, String>> first = ask("a");
    await().until(() -> loads.size() == 1);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> cache.get("a"));
    assertThat(Thread.interrupted()).isTrue();
    gate.countDown();
    assertThat(soon(first)).hasSize(1);
  }

  @Test
  void onlySoManyAreKeptAndTheOldestGo() {
    IntStream.rangeClosed(1, CAPACITY).forEach(i -> cache.get("k" + i));
    time.advance(FRESH);
    cache.get("k1"); // is the youngest now
    time.advance(FRESH.dividedBy(2));
    IntStream.range(0, CAPACITY - 1).forEach(i -> cache.get("n" + i));
    loads.clear();
    cache.get("k1");
    assertThat(loads).isEmpty();
    cache.get("one more");
    cache.get("k1");
    assertThat(loads).containsExactly(List.of("one more"), List.of("k1"));
  }
}
