package onlookers.presence;

/**
 * Notified, on the node that collects, of what happens in Redis by whomever. Called often; returns
 * at once.
 */
public interface SessionEvents {
  /** From here on everything is received; what happened before may not have been. */
  void listening();

  /** The {@code session:} key has expired or was deleted. */
  void sessionEnded(String session);

  /** The {@code viewers:} set of the post has changed. */
  void viewersChanged(Post post);
}
