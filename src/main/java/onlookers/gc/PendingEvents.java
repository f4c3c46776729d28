package onlookers.gc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.presence.Post;
import onlookers.presence.SessionEvents;

/**
 * What was heard since it was last asked for. Bounded: what does not fit is left to the next sweep,
 * which finds it without having heard of it.
 */
final class PendingEvents implements SessionEvents {
  private static final int MAX = 100_000;

  private final AtomicBoolean isSweepDue = new AtomicBoolean();

  private final Runnable heard;

  @GuardedBy("this")
  private Set<String> sessions = new HashSet<>();

  @GuardedBy("this")
  private Set<Post> posts = new HashSet<>();

  /**
   * @param heard hears each time that there is something to do soon: not so for posts, which are
   *     ranked once a second. Runs on whatever thread hears it, and must not wait
   */
  PendingEvents(Runnable heard) {
    this.heard = heard;
  }

  /** What ended before was not heard: a sweep finds it. */
  @Override
  public void listening() {
    isSweepDue.set(true);
    heard.run();
  }

  boolean isSweepDue() {
    return isSweepDue.get();
  }

  /** Whether a sweep is due because something may not have been heard. */
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
    heard.run();
  }

  @Override
  public synchronized void viewersChanged(Post post) {
    if (posts.size() < MAX) {
      posts.add(post);
    }
  }

  synchronized Collection<String> endedSessions() {
    Set<String> heard = sessions;
    sessions = heard.isEmpty() ? heard : new HashSet<>();
    return heard;
  }

  synchronized Collection<Post> changedPosts() {
    Set<Post> heard = posts;
    posts = heard.isEmpty() ? heard : new HashSet<>();
    return heard;
  }
}
