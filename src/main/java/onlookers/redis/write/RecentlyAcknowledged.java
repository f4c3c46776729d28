package onlookers.redis.write;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What Redis has acknowledged in the last {@linkplain ConnectedTime#REMEMBERED 30 s}, in the order
 * in which it did: a server that was promoted meanwhile may never have got it. The oldest are
 * forgotten first. Belongs to whoever holds it, and to their monitor.
 */
final class RecentlyAcknowledged<T> {
  /** What Redis has acknowledged, at that time. */
  private record Acknowledged<T>(T what, long nanos) {}

  /** By their numbers, the oldest first: after an outage all may be forgotten one by one. */
  private final Map<Long, Acknowledged<T>> remembered = new LinkedHashMap<>();

  private final int max;
  private final LongSupplier nanoTime;
  private final ToLongFunction<T> number;
  private final Consumer<T> forgotten;

  /**
   * Starts with nothing remembered.
   *
   * @param max how many are remembered
   * @param nanoTime in which Redis has answered, such as {@link ConnectedTime}
   * @param number under which one was sent, and no other
   * @param forgotten takes each that is remembered no longer
   */
  RecentlyAcknowledged(
      int max, LongSupplier nanoTime, ToLongFunction<T> number, Consumer<T> forgotten) {
    this.max = max;
    this.nanoTime = nanoTime;
    this.number = number;
    this.forgotten = forgotten;
  }

  /** Redis has acknowledged this. */
  void add(T what) {
    long now = nanoTime.getAsLong();
    forgetOld(now);
    if (remembered.size() == max) {
      forgetOldest();
    }
    Acknowledged<T> before =
        remembered.put(number.applyAsLong(what), new Acknowledged<>(what, now));
    if (before != null) { // sent again under its number, and acknowledged again
      forgotten.accept(before.what());
    }
  }

  /** All that is remembered. It is sent again, so that another failover may lose it again. */
  List<T> again() {
    long now = nanoTime.getAsLong();
    forgetOld(now);
    List<T> all = new ArrayList<>(remembered.size());
    remembered.replaceAll(
        (itsNumber, one) -> {
          all.add(one.what());
          return new Acknowledged<>(one.what(), now);
        });
    return all;
  }

  /** The server has forgotten this, and it is not to come back. */
  void forget(T what) {
    if (remembered.remove(number.applyAsLong(what)) != null) {
      forgotten.accept(what);
    }
  }

  /** Redis was emptied: what it had is gone, and is not to come back. */
  void forgetAll() {
    while (!remembered.isEmpty()) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Iterator<Acknowledged<T>> all = remembered.values().iterator();
    T oldest = all.next().what();
    all.remove();
    forgotten.accept(oldest);
  }

  private void forgetOld(long now) {
    while (!remembered.isEmpty() && now - oldestNanos() > ConnectedTime.REMEMBERED.toNanos()) {
      forgetOldest();
    }
  }

  private long oldestNanos() {
    return remembered.values().iterator().next().nanos();
  }
}
