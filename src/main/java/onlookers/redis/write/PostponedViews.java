package onlookers.redis.write;

import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.presence.Viewing;

/**
 * The views that wait for Redis to be back. Up to {@value #MAX} are kept one by one. Beyond that
 * they are only summed up per post and day, for as many, and no longer kept apart by visit; beyond
 * that they are lost, with a warning. Belongs to {@link PendingViews}, and to its monitor.
 */
final class PostponedViews {
  private static final System.Logger LOG = System.getLogger(PostponedViews.class.getName());
  private static final int MAX = 100_000;

  /** Which views are summed up together. */
  private record DaySum(Post post, LocalDate day) {}

  private final Deque<PendingView> views = new ArrayDeque<>();
  private final Map<DaySum, Long> sums = new HashMap<>();
  private boolean warned;

  /** Keeps the views as they are, unless there is no room; what was sent is always kept. */
  boolean keep(PendingView postponed) {
    boolean kept = views.size() < MAX || postponed.number() != 0;
    if (kept) {
      views.add(postponed);
    }
    return kept;
  }

  /** Keeps how many they are; returns whether there is room for that. */
  boolean sumUp(PendingView postponed) {
    DaySum sum = new DaySum(postponed.viewing().post(), postponed.day());
    boolean kept = sums.size() < MAX || sums.containsKey(sum);
    if (kept) {
      sums.merge(sum, postponed.amount(), Long::sum);
    } else {
      warn();
    }
    return kept;
  }

  private void warn() {
    if (!warned) {
      warned = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis has been away too long: views of more than {0} posts cannot be kept, some are lost",
          MAX);
    }
  }

  /** All of them, in the order in which they are to be sent; none is kept. */
  List<PendingView> take() {
    List<PendingView> all = new ArrayList<>(views);
    all.sort(Comparator.comparingLong(PendingView::order));
    sums.forEach(
        (sum, amount) -> all.add(new PendingView(nobody(sum.post()), 0, amount, true, sum.day())));
    views.clear();
    sums.clear();
    warned = false;
    return all;
  }

  private static Viewing nobody(Post post) {
    return new Viewing("", post, null, null);
  }
}
