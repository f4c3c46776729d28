package onlookers.presence;

/**
 * The two numbers of a post.
 *
 * @param viewers sessions that view the post now, over all nodes
 * @param views views of the post ever
 */
public record Counts(long viewers, long views) {
  /** What a post that nobody ever viewed has. */
  public static final Counts NONE = new Counts(0, 0);
}
