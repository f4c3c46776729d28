package onlookers.presence;

import org.jspecify.annotations.Nullable;

/**
 * A session that views a post.
 *
 * @param session the session's id, 22 characters
 * @param post what it views
 * @param visit the page load that it is, or {@code null}: per post and visit one view a day
 * @param visitor who it is, for {@code views.window}, or {@code null}
 */
public record Viewing(
    String session, Post post, @Nullable String visit, @Nullable String visitor) {}
