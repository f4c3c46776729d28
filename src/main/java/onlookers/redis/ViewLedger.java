package onlookers.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Post;
import onlookers.presence.Viewing;

/**
 * The views that this node has taken and that Redis does not have yet, so that each is added once
 * however the connection breaks. Every view gets a number when it is sent, and Redis keeps the last
 * number that it has written: after a break whatever lies above it is sent again.
 *
 * <p>Up to {@value #MAX_POSTPONED} views are kept one by one during an outage. Beyond that they are
 * only summed up per post, for as many posts, and no longer told apart by visit; beyond that they
 * are lost, with a warning.
 */
final class ViewLedger {
  private static final System.Logger LOG = System.getLogger(ViewLedger.class.getName());
  private static final int MAX_POSTPONED = 100_000;

  /**
   * Views of one post.
   *
   * @param viewing whose
   * @param number under which they were sent last, 0 if they never were
   * @param amount how many
   * @param shown whether they are shown while Redis is away: not those of a page that reconnects
   */
  record Unwritten(Viewing viewing, long number, long amount, boolean shown) {}

  private final Instruments instruments;
  private final Map<Post, Long> open = new ConcurrentHashMap<>();
  private final Deque<Unwritten> postponed = new ArrayDeque<>();
  private final Map<Post, Long> sums = new HashMap<>();
  private final RecentVisits visits = new RecentVisits();
  private boolean warned;
  private long number;

  ViewLedger(Instruments instruments) {
    this.instruments = instruments;
  }

  /** A view was taken; answers whether it looks like a new one. */
  boolean taken(Viewing viewing) {
    boolean first = visits.isFirst(viewing);
    if (first) {
      open.merge(viewing.post(), 1L, Long::sum);
    }
    return first;
  }

  /** Views of the post that are not known to be written. */
  long open(Post post) {
    return open.getOrDefault(post, 0L);
  }

  /** How many posts have such views. */
  int posts() {
    return open.size();
  }

  /** The number for the next view to be sent. Ordered thread only. */
  long nextNumber() {
    return ++number;
  }

  /** Views have been dealt with, and Redis counted so many. */
  void written(Unwritten views, long counted) {
    close(views);
    counted(counted);
  }

  void counted(long views) {
    instruments.add(Counter.VIEWS_COUNTED, views);
  }

  /** Keeps views until Redis is back. */
  synchronized void postpone(Unwritten views) {
    if (postponed.size() < MAX_POSTPONED || views.number() != 0) {
      postponed.add(views);
    } else if (views
        .shown()) { // others are of pages that reconnect: without a visit they count again
      sumUp(views);
    }
  }

  private void sumUp(Unwritten views) {
    Post post = views.viewing().post();
    if (sums.size() < MAX_POSTPONED || sums.containsKey(post)) {
      sums.merge(post, views.amount(), Long::sum);
    } else {
      lose(views);
    }
  }

  private void lose(Unwritten views) {
    close(views);
    if (!warned) {
      warned = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis has been away too long: views of more than {0} posts cannot be kept, some are lost",
          MAX_POSTPONED);
    }
  }

  /** What is to be sent again, given the last number that Redis has written. */
  synchronized List<Unwritten> takePostponed(long lastWritten) {
    List<Unwritten> again = new ArrayList<>();
    for (Unwritten views : postponed) {
      if (views.number() != 0 && views.number() <= lastWritten) {
        written(views, views.amount());
      } else {
        again.add(views);
      }
    }
    sums.forEach((post, sum) -> again.add(new Unwritten(nobody(post), 0, sum, true)));
    postponed.clear();
    sums.clear();
    warned = false;
    return again;
  }

  private static Viewing nobody(Post post) {
    return new Viewing("", post, null, null);
  }

  private void close(Unwritten views) {
    if (views.shown()) {
      long amount = views.amount();
      open.computeIfPresent(
          views.viewing().post(), (post, n) -> n <= amount ? null : Long.valueOf(n - amount));
    }
  }
}
