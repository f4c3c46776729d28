package onlookers.presence;

/** What the repository reports of counts, and of whether it has them. */
public interface CountsListener {
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
}
