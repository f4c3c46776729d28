package onlookers.presence;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the repository asks about this node's sessions, and how it gets them written again. */
public interface SessionSource {
  /** The session, if it is one of this node's and views a post, or is in its grace. */
  @Nullable ActiveSession active(String session);

  /** Those sessions of this node that view one of these posts. */
  List<ActiveSession> active(Set<Post> posts);

  /** Whether the session is one of this node's, viewing, parked or in its grace. */
  boolean isAlive(String session);

  /** How many sessions this node has. */
  int count();

  /** All sessions of this node; those that come or go meanwhile may be missing or not. */
  Iterator<String> ids();

  /** Whether the session is one of this node's, whatever it does. Waits for nobody. */
  boolean has(String session);

  /**
   * Whether the session is one of this node's, viewing or parked, and was last queued for writing
   * before that time, on the scale of {@link System#nanoTime()}.
   */
  boolean isWrittenBefore(String session, long nanos);

  /**
   * Writes the session again, viewing or parked, because it is missing from Redis, or differs
   * there: only if its socket is open, for else it may have gone on elsewhere. Adds no view.
   */
  void rewrite(String session);

  /**
   * Writes the session again, viewing, parked or in its grace, because its key is about to expire.
   * Adds no view.
   */
  void renew(String session);

  /**
   * Writes every session of this node again that views a post or is parked: Redis is reachable
   * again.
   */
  void rewriteAll();
}
