package onlookers.redis.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import onlookers.presence.Post;
import onlookers.redis.schema.DayBatch;

/**
 * The views that Redis has counted for this node and that are not yet added to those of their day.
 * They are summed up here and leave about once a second, together and under one number, so that a
 * view costs Redis nothing more when it is taken. Redis keeps the numbers that it has written: what
 * was not acknowledged is sent again under its number, and so is what was acknowledged in the last
 * {@linkplain PendingViews#REMEMBERED 30 s}, which a server that was promoted meanwhile may never
 * have got.
 *
 * <p>What a node has here when it dies is in no day, although it is in the post's views.
 */
public final class ViewHistory {
  private static final int MAX_REMEMBERED = DayBatch.NUMBERS_KEPT / 2;

  /** A batch that Redis has acknowledged, at that time. */
  private record Acknowledged(DayBatch batch, long nanos) {}

  private final InstantSource clock;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final Map<LocalDate, Map<Post, Long>> open = new TreeMap<>();

  @GuardedBy("this")
  private final List<DayBatch> unknown = new ArrayList<>();

  @GuardedBy("this")
  private final Deque<Acknowledged> acknowledged = new ArrayDeque<>();

  @GuardedBy("this")
  private long number;

  /**
   * Starts with no view of any day.
   *
   * @param clock by which it is one day or the next
   * @param nanoTime in which Redis has answered, such as {@link ConnectedTime}
   */
  public ViewHistory(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** The day of UTC on which a view is taken now. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Redis has counted so many views; fewer than 0 if they turn out to be another node's. */
  public synchronized void counted(LocalDate day, Post post, long views) {
    open.computeIfAbsent(day, first -> new LinkedHashMap<>()).merge(post, views, Long::sum);
  }

  public synchronized boolean isEmpty() {
    return open.isEmpty();
  }

  /** All that has gathered, which is whoever asks to send or to {@linkplain #postpone return}. */
  public synchronized List<DayBatch> take() {
    List<DayBatch> batches = new ArrayList<>(1);
    open.forEach((day, views) -> split(day, views, batches));
    open.clear();
    return batches;
  }

  @GuardedBy("this")
  private void split(LocalDate day, Map<Post, Long> views, List<DayBatch> batches) {
    Map<Post, Long> part = new LinkedHashMap<>();
    views.values().removeIf(sum -> sum == 0);
    for (Map.Entry<Post, Long> one : views.entrySet()) {
      part.put(one.getKey(), one.getValue());
      if (part.size() == DayBatch.MAX_POSTS) {
        batches.add(new DayBatch(day, ++number, part));
        part = new LinkedHashMap<>();
      }
    }
    if (!part.isEmpty()) {
      batches.add(new DayBatch(day, ++number, part));
    }
  }

  /** It is not known whether the batch was added. */
  public synchronized void postpone(DayBatch batch) {
    unknown.add(batch);
  }

  /** Redis has added the batch, now or before. */
  public synchronized void written(DayBatch batch) {
    forgetOld();
    if (acknowledged.size() == MAX_REMEMBERED) {
      acknowledged.remove();
    }
    acknowledged.add(new Acknowledged(batch, nanoTime.getAsLong()));
  }

  /** What the batch was added to is gone, and the batch is not to come back. */
  public synchronized void forget(DayBatch batch) {
    acknowledged.removeIf(one -> one.batch().equals(batch));
  }

  /** Redis was emptied: what it had is gone, and is not to come back. */
  public synchronized void forgetAcknowledged() {
    acknowledged.clear();
  }

  /** What was sent and not acknowledged; it is whoever asks to send it. */
  public synchronized List<DayBatch> takeUnknown() {
    List<DayBatch> taken = List.copyOf(unknown);
    unknown.clear();
    return taken;
  }

  /** What Redis had acknowledged, and may have lost; it is kept. */
  public synchronized List<DayBatch> remembered() {
    forgetOld();
    List<DayBatch> batches = acknowledged.stream().map(Acknowledged::batch).toList();
    acknowledged.clear();
    long now = nanoTime.getAsLong(); // sent again, so that another failover may lose them again
    batches.forEach(batch -> acknowledged.add(new Acknowledged(batch, now)));
    return batches;
  }

  @GuardedBy("this")
  private void forgetOld() {
    long now = nanoTime.getAsLong();
    while (!acknowledged.isEmpty()
        && now - acknowledged.element().nanos() > PendingViews.REMEMBERED.toNanos()) {
      acknowledged.remove();
    }
  }
}
