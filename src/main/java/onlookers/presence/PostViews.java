package onlookers.presence;

/**
 * A post's views in some days.
 *
 * @param post the post
 * @param views how many, at least 1
 */
public record PostViews(Post post, long views) {}
