package onlookers.redis.write;

import org.jspecify.annotations.Nullable;

/**
 * A place in the queue.
 *
 * @param reached runs on the notifier when all that was queued before is written; not at all if
 *     Redis is lost before
 */
public record Barrier(Runnable reached) implements Queued {
  @Override
  public @Nullable String session() {
    return null;
  }

  @Override
  public void abandon() {}
}
