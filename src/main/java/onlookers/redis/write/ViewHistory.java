package onlookers.redis.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
 * {@linkplain ConnectedTime#REMEMBERED 30 s}, which a server that was promoted meanwhile may never
 * have got.
 *
 * <p>What a node has here when it dies is in no day, although it is in the post's views.
 */
public final class ViewHistory {
  private static final int MAX_REMEMBERED = DayBatch.NUMBERS_KEPT / 2;

  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<LocalDate, Map<Post, Long>> open = new TreeMap<>();

  @GuardedBy("this")
  private final List<DayBatch> unknown = new ArrayList<>();

  @GuardedBy("this")
  private final RecentlyAcknowledged<DayBatch> acknowledged;

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
    this.acknowledged =
        new RecentlyAcknowledged<>(MAX_REMEMBERED, nanoTime, DayBatch::number, batch -> {});
  }

  /** The day of UTC on which a view is taken now. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Redis has counted so many views; fewer than 0 if they turn out to be another node's. */
  public synchronized void counted(LocalDate day, Post post, long views) {
    open.computeIfAbsent(day, first -> new LinkedHashMap<>()).merge(post, views, Long::sum);
  }

  /** Whether nothing has gathered since it was last {@linkplain #take taken}. */
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
    acknowledged.add(batch);
  }

  /** What the batch was added to is gone, and the batch is not to come back. */
  public synchronized void forget(DayBatch batch) {
    acknowledged.forget(batch);
  }

  /** Redis was emptied: what it had is gone, and is not to come back. */
  public synchronized void forgetAcknowledged() {
    acknowledged.forgetAll();
  }

  /** What was sent and not acknowledged; it is whoever asks to send it. */
  public synchronized List<DayBatch> takeUnknown() {
    List<DayBatch> taken = List.copyOf(unknown);
    unknown.clear();
    return taken;
  }

  /** What Redis had acknowledged, and may have lost; it is kept. */
  public synchronized List<DayBatch> remembered() {
    return acknowledged.again();
  }
}
