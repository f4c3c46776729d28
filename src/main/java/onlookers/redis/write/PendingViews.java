package onlookers.redis.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;

/**
 * The views that this node has taken and that Redis may not have, so that each is added once
 * however a connection breaks and whichever server is the master. Every view gets a number when it
 * is first sent, and Redis keeps for each post the last number of this node that it has written:
 * after a break what is not known to be written is sent again under its number, and so is what was
 * acknowledged {@linkplain RecentlyAcknowledged lately}, which a server that was promoted meanwhile
 * may never have got.
 */
public final class PendingViews {
  private static final int MAX_REMEMBERED = 100_000;

  /**
   * What is to be sent when Redis is back, in this order.
   *
   * @param acknowledged what Redis had acknowledged, and may have lost
   * @param unknown what was sent and not acknowledged, or never sent
   */
  public record Unconfirmed(List<PendingView> acknowledged, List<PendingView> unknown) {}

  private final NodeMetrics nodeMetrics;

  /** A page load at a post. */
  private record PageLoad(Post post, String visit) {}

  private final Map<Post, Long> open = new ConcurrentHashMap<>();
  private final Map<PageLoad, Integer> unsettled = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private final PostponedViews postponed = new PostponedViews();

  private final RecentVisits visits = new RecentVisits();
  private final RecentlyAcknowledged<PendingView> acknowledged;
  private final ViewHistory history;

  /** The numbers of the views sent last in a pipeline, by post. */
  private final Map<Post, Long> sent = new HashMap<>();

  private @Nullable AbstractPipeline sentIn;

  private long number;

  /**
   * Starts with no view pending.
   *
   * @param nanoTime in which Redis has answered, such as {@link ConnectedTime}
   * @param history takes in what Redis has counted
   * @param start the number before the first; other nodes count from others, so that its number
   *     shows whose view was counted
   */
  public PendingViews(
      NodeMetrics nodeMetrics, LongSupplier nanoTime, ViewHistory history, long start) {
    this.nodeMetrics = nodeMetrics;
    this.history = history;
    this.acknowledged =
        new RecentlyAcknowledged<>(
            MAX_REMEMBERED,
            nanoTime,
            PendingView::number,
            views -> forgetPageLoad(views.viewing()));
    this.number = start;
  }

  /** The day of UTC on which a view is taken now. */
  public LocalDate today() {
    return history.today();
  }

  /** A view was taken; returns whether it looks like a new one. */
  public boolean taken(Viewing viewing) {
    boolean first = visits.isFirst(viewing);
    rememberPageLoad(viewing);
    if (first) {
      open.merge(viewing.post(), 1L, Long::sum);
    }
    return first;
  }

  /**
   * Whether a view of this page load has yet to be written, or may have to be written again: then
   * the page load must not be marked as counted but by the view, or Redis would not count it.
   */
  boolean isUnsettled(Viewing viewing) {
    return viewing.visit() != null
        && unsettled.containsKey(new PageLoad(viewing.post(), viewing.visit()));
  }

  /** Whether Redis is known to have counted a view of this page load, though it may forget it. */
  boolean isCounted(Viewing viewing) {
    return visits.isCounted(viewing);
  }

  /** Views of the post that are not known to be written. */
  public long open(Post post) {
    return open.getOrDefault(post, 0L);
  }

  /** How many posts have such views. */
  public int posts() {
    return open.size();
  }

  /** The number for the next view to be sent. Ordered thread only. */
  long nextNumber() {
    return ++number;
  }

  /**
   * A view is about to be sent; answers the number of the one of the same post that was sent before
   * it in the same pipeline, 0 for none. Ordered thread only.
   */
  long sending(AbstractPipeline pipeline, PendingView views) {
    if (sentIn != pipeline) {
      sentIn = pipeline;
      sent.clear();
    }
    Long before = sent.put(views.viewing().post(), views.number());
    return before == null ? 0 : before;
  }

  /** Views have been dealt with, and Redis counted so many. Ordered thread only. */
  public void written(PendingView views, long counted) {
    close(views);
    nodeMetrics.add(Counter.VIEWS_COUNTED, counted);
    if (counted > 0) {
      history.counted(views.day(), views.viewing().post(), counted);
      visits.counted(views.viewing());
      remember(views);
    }
  }

  /**
   * Views that Redis had acknowledged, and lost, were meanwhile counted as another node's. Ordered
   * thread only.
   */
  void countedElsewhere(PendingView views) {
    history.counted(views.day(), views.viewing().post(), -views.amount());
    forgetAcknowledged(views);
  }

  /** The server has forgotten these, and they are not to come back. Ordered thread only. */
  void forgetAcknowledged(PendingView views) {
    acknowledged.forget(views);
  }

  /** Redis refused these views, and always would. */
  public void lost(PendingView views) {
    close(views);
  }

  private void remember(PendingView views) {
    Viewing viewing = views.viewing();
    rememberPageLoad(viewing);
    acknowledged.add(new PendingView(viewing, views.number(), views.amount(), false, views.day()));
  }

  /** Redis was emptied: what it had is gone, and is not to come back. Ordered thread only. */
  public void forgetAcknowledged() {
    acknowledged.forgetAll();
  }

  /** Keeps views until Redis is back. */
  public synchronized void postpone(PendingView views) {
    if (postponed.keep(views)) {
      return;
    }
    forgetPageLoad(views.viewing());
    // others than those shown are of pages that reconnect: without a visit they count again
    if (views.shown() && !postponed.sumUp(views)) {
      hide(views);
    }
  }

  /** What is to be sent again; of it only what was acknowledged is kept. Ordered thread only. */
  public synchronized Unconfirmed takeUnconfirmed() {
    List<PendingView> before = acknowledged.again();
    before.sort(Comparator.comparingLong(PendingView::order));
    return new Unconfirmed(before, postponed.take());
  }

  private void rememberPageLoad(Viewing viewing) {
    if (viewing.visit() != null) {
      unsettled.merge(new PageLoad(viewing.post(), viewing.visit()), 1, Integer::sum);
    }
  }

  private void forgetPageLoad(Viewing viewing) {
    if (viewing.visit() != null) {
      unsettled.computeIfPresent(
          new PageLoad(viewing.post(), viewing.visit()),
          (load, n) -> n == 1 ? null : Integer.valueOf(n - 1));
    }
  }

  private void close(PendingView views) {
    forgetPageLoad(views.viewing());
    hide(views);
  }

  private void hide(PendingView views) {
    if (views.shown()) {
      long amount = views.amount();
      open.computeIfPresent(
          views.viewing().post(), (post, n) -> n <= amount ? null : Long.valueOf(n - amount));
    }
  }
}
