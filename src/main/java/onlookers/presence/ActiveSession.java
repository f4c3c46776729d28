package onlookers.presence;

/**
 * A session of this node that views a post, as the audit needs it.
 *
 * @param viewing who views what
 * @param connected whether its socket is open; without one it lives on its grace
 */
public record ActiveSession(Viewing viewing, boolean connected) {
  /** The session's id. */
  public String id() {
    return viewing.session();
  }
}
