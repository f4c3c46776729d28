package onlookers.presence;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The posts that somebody on this node is on, and what the node knows of each. The changes of a
 * post are announced while it has listeners.
 */
final class PostStates {
  private final PresenceRepository repository;
  private final Scheduler scheduler;
  private final NodeMetrics nodeMetrics;
  private final Map<Post, PostState> states = new ConcurrentHashMap<>();
  private final LongAdder viewing = new LongAdder();

  /** The posts to be compared next. Touched by the scheduler alone. */
  private Iterator<PostState> samples = Collections.emptyIterator();

  PostStates(PresenceRepository repository, PresenceTools tools) {
    this.repository = repository;
    this.scheduler = tools.scheduler();
    this.nodeMetrics = tools.nodeMetrics();
  }

  /** What is known of the post, {@code null} when nobody here is on it. */
  @Nullable PostState find(Post post) {
    return states.get(post);
  }

  /** All of them; those that come or go meanwhile may be missing or not. */
  Collection<PostState> all() {
    return states.values();
  }

  /** One listener more, or one less, on the post. */
  void listeners(Post post, int difference) {
    states.compute(
        post,
        (key, known) -> {
          PostState state = orNew(key, known);
          boolean before = state.listeners() > 0;
          state.listeners(difference);
          boolean after = state.listeners() > 0;
          if (before != after) {
            follow(key, after);
          }
          return orNothing(state);
        });
  }

  private void follow(Post post, boolean wanted) {
    nodeMetrics.move(Gauge.POSTS, wanted ? 1 : -1);
    if (wanted) {
      repository.follow(post);
    } else {
      repository.unfollow(post);
    }
  }

  /** One session of this node more, or one less, views the post. */
  void viewersHere(Post post, int difference) {
    viewing.add(difference);
    states.compute(
        post,
        (key, known) -> {
          PostState state = orNew(key, known);
          state.viewersHere(difference);
          return orNothing(state);
        });
  }

  private PostState orNew(Post post, @Nullable PostState state) {
    return state == null ? new PostState(post, scheduler.nanoTime()) : state;
  }

  private static @Nullable PostState orNothing(PostState state) {
    return state.isDeserted() ? null : state;
  }

  /** How many sessions of this node view anything. */
  long viewingHere() {
    return viewing.sum();
  }

  /** Whether some session of this node views one of the posts. */
  boolean viewedHere(Collection<Post> posts) {
    return posts.stream().map(states::get).anyMatch(state -> state != null && state.isViewed());
  }

  /** The counts of the post as far as this node knows alone. */
  Counts own(Post post) {
    PostState state = states.get(post);
    long pending = repository.pendingViews(post);
    return state == null ? new Counts(0, pending) : state.own(pending);
  }

  /** What is shown of the post, if no change of it is known that has not been read yet. */
  @Nullable Counts shown(Post post) {
    PostState state = states.get(post);
    return state == null ? null : state.shown();
  }

  /** The same for some posts, others each time. On the scheduler only. */
  Map<Post, Counts> sampleShown(int most) {
    if (!samples.hasNext()) {
      samples = states.values().iterator();
    }
    Map<Post, Counts> shown = new LinkedHashMap<>();
    while (shown.size() < most && samples.hasNext()) {
      PostState state = samples.next();
      Counts counts = state.shown();
      if (counts != null) {
        shown.put(state.post, counts);
      }
    }
    return shown;
  }

  /** How long the oldest change is known that has not been read yet; zero if there is none. */
  Duration oldestUnreadChange() {
    long now = scheduler.nanoTime();
    return Duration.ofNanos(
        states.values().stream().mapToLong(state -> state.unread(now)).max().orElse(0));
  }
}
