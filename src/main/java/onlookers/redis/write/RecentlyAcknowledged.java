package onlookers.redis.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What Redis has acknowledged in the last {@linkplain ConnectedTime#REMEMBERED 30 s}, in the order
 * in which it did: a server that was promoted meanwhile may never have got it. The oldest are
 * forgotten first. Belongs to whoever holds it, and to their monitor.
 */
final class RecentlyAcknowledged<T> {
  /** What Redis has acknowledged, at that time. */
  private record Acknowledged<T>(T what, long nanos) {}

  private final Deque<Acknowledged<T>> remembered = new ArrayDeque<>();
  private final int max;
  private final LongSupplier nanoTime;
  private final Consumer<T> forgotten;

  /**
   * Starts with nothing remembered.
   *
   * @param max how many are remembered
   * @param nanoTime in which Redis has answered, such as {@link ConnectedTime}
   * @param forgotten takes each that is remembered no longer
   */
  RecentlyAcknowledged(int max, LongSupplier nanoTime, Consumer<T> forgotten) {
    this.max = max;
    this.nanoTime = nanoTime;
    this.forgotten = forgotten;
  }

  /** Redis has acknowledged this. */
  void add(T what) {
    long now = nanoTime.getAsLong();
    forgetOld(now);
    if (remembered.size() == max) {
      forgetOldest();
    }
    remembered.add(new Acknowledged<>(what, now));
  }

  /** All that is remembered. It is sent again, so that another failover may lose it again. */
  List<T> again() {
    long now = nanoTime.getAsLong();
    forgetOld(now);
    List<T> all = new ArrayList<>(remembered.size());
    remembered.forEach(one -> all.add(one.what()));
    remembered.clear();
    all.forEach(one -> remembered.add(new Acknowledged<>(one, now)));
    return all;
  }

  /** The server has forgotten this, and it is not to come back. */
  void forget(T what) {
    if (remembered.removeIf(one -> one.what().equals(what))) {
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
    forgotten.accept(remembered.remove().what());
  }

  private void forgetOld(long now) {
    while (!remembered.isEmpty()
        && now - remembered.element().nanos() > ConnectedTime.REMEMBERED.toNanos()) {
      forgetOldest();
    }
  }
}
