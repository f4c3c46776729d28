package onlookers.presence;

/**
 * The one socket behind a session. No call blocks, and none throws: a socket that has closed is
 * silent.
 */
public interface SessionListener {
  /** Gives the client its session's id. */
  void identify(String session);

  /** Subscribes to the post; receives nothing of it before the answer. */
  void enter(Post post);

  /** Unsubscribes from the post. */
  void exit(Post post);

  /** Sends this socket alone the counts that it asked for. */
  void answer(Post post, Counts counts);

  /** Watches the site from now on. */
  void enterSite();

  /** Watches the site no longer. */
  void exitSite();

  /** Sends this socket alone how many sessions view anything now, if it watches the site. */
  void online(long viewers);

  /** Notifies this socket that counts are this node's own, or no longer are. */
  void degraded(boolean degraded);

  /** Says that an event was not carried out. */
  void refuse(Refusal refusal, String message);

  /** Ends the socket: its session goes on elsewhere. */
  void superseded();
}
