package onlookers.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The posts whose counts one client has asked for and not been sent yet. Of a long list a part is
 * asked for at a time, so that clients with long lists take turns.
 *
 * <p>Belongs to an {@link EventQueue}, and to its monitor.
 */
final class PendingQuestions {
  /** Posts of one list that are asked for at a time. */
  static final int PART = 20;

  /** Events that are carried out before the first of them was answered. */
  private static final int MANY = 2;

  private @Nullable Set<Post> asked;
  private @Nullable Queue<Post> next;
  private int events;

  /** Whether the client's further events are to wait. */
  boolean areMany() {
    return events >= MANY;
  }

  /** One post is asked for. */
  void ask(Post post) {
    add(post);
    events++;
  }

  /**
   * A list is asked for, which counts for as much as may be asked at a time.
   *
   * @return the part that is to be asked now
   */
  List<Post> askAll(Collection<Post> posts) {
    if (!posts.isEmpty()) {
      events = MANY;
      next = next == null ? new ArrayDeque<>(posts.size()) : next;
      next.addAll(posts);
    }
    return posts.isEmpty() && isAnythingAsked() ? List.of() : part();
  }

  private List<Post> part() {
    if (next == null) {
      return List.of();
    }
    List<Post> part = new ArrayList<>(Math.min(PART, next.size()));
    while (part.size() < PART && !next.isEmpty()) {
      part.add(next.remove());
    }
    part.forEach(this::add);
    return part;
  }

  private void add(Post post) {
    Set<Post> all = asked == null ? new HashSet<>(2) : asked;
    asked = all;
    all.add(post);
  }

  /**
   * The counts of the post have come, or will not.
   *
   * @return the part that is to be asked next; empty also when nothing waits any more
   */
  List<Post> answered(Post post) {
    Set<Post> all = asked;
    if (all == null || !all.remove(post) || !all.isEmpty()) {
      return List.of();
    }
    List<Post> part = part();
    reconcile();
    return part;
  }

  /** Takes note if nothing is waited for any more. */
  void reconcile() {
    if (events > 0 && !isAnythingAsked() && (next == null || next.isEmpty())) {
      clear();
    }
  }

  private boolean isAnythingAsked() {
    return asked != null && !asked.isEmpty();
  }

  /** Whether the post is asked for, and not answered. */
  boolean isAsked(Post post) {
    return asked != null && asked.contains(post);
  }

  /** The post is not wanted any more; returns whether it was asked for. */
  boolean forget(Post post) {
    if (next != null) {
      next.remove(post);
    }
    return asked != null && asked.remove(post);
  }

  /** Nothing is waited for any more. */
  void clear() {
    asked = null;
    next = null;
    events = 0;
  }
}
