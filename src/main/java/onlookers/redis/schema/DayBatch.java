package onlookers.redis.schema;

import java.time.LocalDate;
import java.util.Map;
import onlookers.presence.Post;

/**
 * Views that are added to those of their day in one step.
 *
 * @param day of UTC, on which they were taken
 * @param number counted up with each of this node's batches
 * @param views of each post, at most {@value #MAX_POSTS}; fewer than 0 where some are taken back
 */
public record DayBatch(LocalDate day, long number, Map<Post, Long> views) {
  /** So many posts cost Redis about half a millisecond. */
  public static final int MAX_POSTS = 500;

  /** Of one day and node; more than are ever sent again. */
  public static final int NUMBERS_KEPT = 500;

  /** About ten megabytes of Redis' memory. */
  static final int MAX_POSTS_OF_A_DAY = 100_000;
}
