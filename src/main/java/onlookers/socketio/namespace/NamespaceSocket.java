package onlookers.socketio.namespace;

/** One client's part in the namespace. Its packets come one after the other. */
public interface NamespaceSocket {
  /**
   * The client is connected: from now on it may be sent events.
   *
   * @param auth the JSON object that it connected with, {@code {}} when there was none
   */
  void connected(String auth);

  /**
   * The client sent an event.
   *
   * @param array the event's name and arguments, not yet known to be JSON
   * @param ack the number by which the client wants an answer, empty when it wants none
   */
  void event(String array, String ack);

  /** The client sent any other packet; returns whether it is to be looked at. */
  boolean admits();

  /** Whether it is being sent away, and nothing that it says is listened to any more. */
  default boolean isDone() {
    return false;
  }

  /** The client sent an attachment. */
  void attachment();

  /**
   * The client has gone.
   *
   * @param orderly whether somebody wanted it, rather than that it got lost
   */
  void left(boolean orderly);
}
