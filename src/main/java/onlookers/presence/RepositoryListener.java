package onlookers.presence;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the repository reports to the domain. */
public interface RepositoryListener {
  /**
   * The counts of the post may have changed, whoever changed them. Called often; returns at once.
   */
  void changed(Post post);

  /** Something may have been missed: every post is read again. */
  void changedAll();

  /** Whether changes are announced; if not, posts are read every second. */
  void announced(boolean announced);

  /** Redis is out of reach. */
  void away();

  /** Redis is back and this node's sessions are written again. */
  void back();

  /**
   * Redis is reachable again: every session of this node that views a post is to be written again.
   */
  void restore();

  /** The sessions of this node that view a post, those in their grace included. */
  List<ActiveSession> active();

  /** The session, if it is one of this node's and views a post. */
  @Nullable ActiveSession active(String session);

  /** Those sessions of this node that view one of these posts. */
  List<ActiveSession> active(Set<Post> posts);

  /** Whether the session is one of this node's, viewing or in its grace. */
  boolean isActive(String session);

  /** Writes the session again if its socket is open and it still views a post; adds no view. */
  void rewrite(String session);
}
