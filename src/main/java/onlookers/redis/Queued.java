package onlookers.redis;

/** What waits for the ordered connection. */
sealed interface Queued permits Operation, ReadOperation, Mark {
  /** Redis was lost: this was not done, or it is not known whether it was. */
  void abandoned();
}
