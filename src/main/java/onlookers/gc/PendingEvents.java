package onlookers.gc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.presence.Post;
import onlookers.presence.SessionEvents;

/**
 * The events since they were last taken. Bounded: what does not fit is left to the next sweep,
 * which finds it without an event.
 */
final class PendingEvents implements SessionEvents {
  private static final int MAX = 100_000;

  private final AtomicBoolean isSweepDue = new AtomicBoolean();

  private final Runnable onEvent;

  @GuardedBy("this")
  private Set<String> sessions = new HashSet<>();

  @GuardedBy("this")
  private Set<Post> posts = new HashSet<>();

  /**
   * @param onEvent called each time that there is something to do soon: not so for posts, which are
   *     ranked once a second. Runs on whatever thread received the event, and must not wait
   */
  PendingEvents(Runnable onEvent) {
    this.onEvent = onEvent;
  }

  /** What ended before made no event: a sweep finds it. */
  @Override
  public void listening() {
    isSweepDue.set(true);
    onEvent.run();
  }

  /** What happened was not dealt with: the next sweep comes as soon as it can. */
  void missed() {
    isSweepDue.set(true);
  }

  boolean isSweepDue() {
    return isSweepDue.get();
  }

  /** Whether a sweep is due because an event may have been missed; from now on it is not. */
  boolean takeSweepDue() {
    return isSweepDue.getAndSet(false);
  }

  @Override
  public void sessionEnded(String session) {
    synchronized (this) {
      if (sessions.size() < MAX) {
        sessions.add(session);
      }
    }
    onEvent.run();
  }

  @Override
  public synchronized void viewersChanged(Post post) {
    if (posts.size() < MAX) {
      posts.add(post);
    }
  }

  synchronized Collection<String> endedSessions() {
    Set<String> taken = sessions;
    if (taken.isEmpty()) {
      return Set.of(); // not the set itself, which others go on filling
    }
    sessions = new HashSet<>();
    return taken;
  }

  synchronized Collection<Post> changedPosts() {
    Set<Post> taken = posts;
    if (taken.isEmpty()) {
      return Set.of();
    }
    posts = new HashSet<>();
    return taken;
  }
}
