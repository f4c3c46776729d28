package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps values for a short time after they were asked for. What is being loaded is not loaded a
 * second time: whoever wants it waits for the one who loads it. A failure is not kept: who meets
 * one is answered with the value from before, if there is one that is at most {@value
 * #STALE_SECONDS} s old.
 *
 * @param <K> what values are known by
 * @param <V> a value
 */
final class LoadingCache<K, V> {
  /** Loads the values of several keys at once, and waits for them. */
  interface Loader<K, V> {
    /** The values in the order of the keys. */
    List<V> load(List<K> keys);
  }

  /** Half of what a count may lag behind Redis at the most. */
  private static final int STALE_SECONDS = 5;

  private static final long STALE_NANOS = Duration.ofSeconds(STALE_SECONDS).toNanos();

  /**
   * A value, or the promise of one.
   *
   * @param before the last value that was loaded, as long as this one is not
   */
  private record Entry<V>(CompletableFuture<V> value, long askedNanos, @Nullable Entry<V> before) {
    static <V> Entry<V> after(@Nullable Entry<V> earlier, long now) {
      Entry<V> before = earlier != null && earlier.value.isDone() ? earlier.alone() : null;
      return new Entry<>(new CompletableFuture<>(), now, before);
    }

    /** This one without the one before it. */
    Entry<V> alone() {
      return new Entry<>(value, askedNanos, null);
    }

    /** This one, or the one before it: whichever is loaded. */
    @Nullable Entry<V> loaded() {
      return value.isDone() ? this : before;
    }
  }

  private final Loader<K, V> loader;
  private final CachePolicy policy;
  private final int capacity;

  /** In the order in which they were asked for. */
  @GuardedBy("this")
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

  /**
   * @param loader asked for what is missing
   * @param policy how long its values are used, and who may wait for them
   * @param capacity the most values that are kept; beyond it the oldest go
   */
  LoadingCache(Loader<K, V> loader, CachePolicy policy, int capacity) {
    this.loader = loader;
    this.policy = policy;
    this.capacity = capacity;
  }

  /**
   * The value of the key.
   *
   * @throws UnavailableException as {@link #getAll}
   */
  V get(K key) {
    return getAll(List.of(key)).values().iterator().next();
  }

  /**
   * The values of the keys, each of which may stand there more than once.
   *
   * @throws UnavailableException when too many load or wait already; when whoever loads a value
   *     fails to, or does not come to an end; in each case only if a value from before is missing
   *     or too old
   */
  Map<K, V> getAll(Collection<K> keys) {
    Map<K, V> known = known(keys, policy.fresh().toNanos());
    if (known.keySet().containsAll(keys)) {
      return known;
    }
    try {
      return policy.bulkhead().call(() -> loadAndAwait(keys));
    } catch (UnavailableException e) {
      Map<K, V> before = known(keys, STALE_NANOS);
      if (before.keySet().containsAll(keys)) {
        return before;
      }
      throw e;
    }
  }

  private synchronized Map<K, V> known(Collection<K> keys, long maxAgeNanos) {
    long now = policy.time().nanoTime();
    Map<K, V> known = new HashMap<>();
    for (K key : keys) {
      Entry<V> entry = entries.get(key);
      Entry<V> loaded = entry == null ? null : entry.loaded();
      if (loaded != null && now - loaded.askedNanos < maxAgeNanos) {
        known.put(key, loaded.value.join());
      }
    }
    return known;
  }

  /** What is being loaded is, however long that takes: it will be news to whoever waits. */
  private boolean isUsable(Entry<V> entry) {
    return !entry.value.isDone()
        || policy.time().nanoTime() - entry.askedNanos < policy.fresh().toNanos();
  }

  private Map<K, V> loadAndAwait(Collection<K> keys) {
    Map<K, Entry<V>> missing = new LinkedHashMap<>();
    Map<K, Entry<V>> wanted = claim(keys, missing);
    if (!missing.isEmpty()) {
      load(missing);
    }
    return await(wanted);
  }

  /**
   * The entries of all keys; those that nobody loads yet are from now on the caller's to load.
   *
   * @param missing takes the entries that the caller has to load
   */
  private synchronized Map<K, Entry<V>> claim(Collection<K> keys, Map<K, Entry<V>> missing) {
    Map<K, Entry<V>> wanted = new HashMap<>();
    long now = policy.time().nanoTime();
    for (K key : keys) {
      Entry<V> entry = entries.get(key);
      if (entry == null || !isUsable(entry)) {
        entry = Entry.after(entry, now);
        entries.remove(key); // so that it becomes the youngest
        entries.put(key, entry);
        missing.put(key, entry);
      }
      wanted.put(key, entry);
    }
    dropOldest();
    return wanted;
  }

  @GuardedBy("this")
  private void dropOldest() {
    var oldest = entries.keySet().iterator();
    while (entries.size() > capacity) {
      oldest.next();
      oldest.remove();
    }
  }

  private void load(Map<K, Entry<V>> missing) {
    try {
      List<V> values = loader.load(new ArrayList<>(missing.keySet()));
      var value = values.iterator();
      missing.values().forEach(entry -> entry.value.complete(value.next()));
    } finally {
      missing.forEach(this::settle);
    }
  }

  /** Of a value that is loaded and the one before it, one is kept. */
  private synchronized void settle(K key, Entry<V> entry) {
    Entry<V> kept = entry.value.cancel(false) ? entry.before : entry.alone();
    if (kept == null) {
      entries.remove(key, entry);
    } else {
      entries.replace(key, entry, kept);
    }
  }

  private Map<K, V> await(Map<K, Entry<V>> wanted) {
    CompletableFuture<?>[] values =
        wanted.values().stream().map(Entry::value).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(values).get(policy.maxWait().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    } catch (ExecutionException | CancellationException e) {
      throw new UnavailableException("whoever asked Redis for it failed", e);
    } catch (TimeoutException e) {
      throw new UnavailableException("Redis does not answer", e);
    }
    Map<K, V> answers = new HashMap<>();
    wanted.forEach((key, entry) -> answers.put(key, entry.value.join()));
    return answers;
  }
}
