package onlookers.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What pages did and what they received, with times ({@link System#nanoTime()}), for a {@link
 * Checker}. A page does not know when a server takes in what it does: so each thing has a time from
 * which it may, and one from which it must have happened.
 */
final class History {
  /** A time that has not come yet. */
  static final long OPEN = Long.MAX_VALUE;

  private final List<Stay> stays = new ArrayList<>();
  private final List<Load> loads = new ArrayList<>();
  private final List<Shown> shown = new ArrayList<>();
  private volatile boolean viewsForgotten;
  private volatile boolean visitsForgotten;

  /** A session views a post: perhaps from here, certainly from there, and so at its end. */
  static final class Stay {
    final String post;
    final long maybeFrom;
    volatile long surelyFrom = OPEN;
    volatile long surelyTo = OPEN;
    volatile long maybeTo = OPEN;

    Stay(String post, long maybeFrom) {
      this.post = post;
      this.maybeFrom = maybeFrom;
    }
  }

  /** One page load, which is one view: perhaps counted from here, certainly from there. */
  static final class Load {
    final String post;
    final long maybeFrom;
    volatile long surelyFrom = OPEN;

    Load(String post, long maybeFrom) {
      this.post = post;
      this.maybeFrom = maybeFrom;
    }
  }

  /**
   * Two numbers that stood on a page.
   *
   * @param client which page
   * @param from when they came
   * @param to when others took their place, or the page was left
   */
  record Shown(String client, String post, long viewers, long views, long from, long to) {}

  synchronized Stay stay(String post, long maybeFrom) {
    Stay stay = new Stay(post, maybeFrom);
    stays.add(stay);
    return stay;
  }

  synchronized Load load(String post, long maybeFrom) {
    Load load = new Load(post, maybeFrom);
    loads.add(load);
    return load;
  }

  synchronized void shown(Shown one) {
    shown.add(one);
  }

  /** Redis itself forgets what it had of views: from now on they may be too few. */
  void forgetViews() {
    viewsForgotten = true;
  }

  /** Redis forgets which page loads it has counted: views may be too many as well. */
  void forgetVisits() {
    forgetViews();
    visitsForgotten = true;
  }

  boolean visitsForgotten() {
    return visitsForgotten;
  }

  boolean viewsForgotten() {
    return viewsForgotten;
  }

  synchronized List<Stay> stays() {
    return List.copyOf(stays);
  }

  synchronized List<Load> loads() {
    return List.copyOf(loads);
  }

  synchronized List<Shown> shown() {
    return List.copyOf(shown);
  }
}
