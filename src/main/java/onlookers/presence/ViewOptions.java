package onlookers.presence;

import org.jspecify.annotations.Nullable;

/**
 * What a client may add to {@code viewing}.
 *
 * @param visit the page load, 16 to 32 characters as in a post
 * @param visitor the reader, 16 to 32 characters as in a post
 * @param session the session to be resumed
 */
public record ViewOptions(
    @Nullable String visit, @Nullable String visitor, @Nullable String session) {
  /** Nothing added. */
  public static final ViewOptions NONE = new ViewOptions(null, null, null);
}
