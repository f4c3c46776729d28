package onlookers.redis;

import org.jspecify.annotations.Nullable;

/**
 * A place in the queue.
 *
 * @param reached runs on the teller when all that was queued before is written; not at all if Redis
 *     is lost before
 */
record Mark(Runnable reached) implements Queued {
  @Override
  public @Nullable String session() {
    return null;
  }

  @Override
  public void abandon() {}
}
