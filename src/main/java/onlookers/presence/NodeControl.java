package onlookers.presence;

/** What an administrator may have this node do, by whatever way they ask. */
public interface NodeControl {
  /** Over so many seconds a drain may be spread, at most. */
  int MAX_DRAIN_SECONDS = 3600;

  /**
   * Sends every client elsewhere, spread over the time, and lets no new one in.
   *
   * @param seconds over how long, 0 to {@link #MAX_DRAIN_SECONDS}; 0 for at once
   * @return how many clients there are
   */
  int drain(int seconds);

  /**
   * Sweeps now, taking the collector's lock from another node if need be.
   *
   * @return the sessions removed
   * @throws UnavailableException while Redis is away, or the node is stopping
   */
  long sweep();
}
