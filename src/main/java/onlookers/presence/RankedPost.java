package onlookers.presence;

/**
 * A line of the ranking of the most viewed posts.
 *
 * @param post the post
 * @param viewers sessions that view it now, over all nodes; at least 1
 */
public record RankedPost(Post post, long viewers) {}
