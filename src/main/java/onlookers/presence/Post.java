package onlookers.presence;

import org.jspecify.annotations.Nullable;

/**
 * A page that can be viewed: 1 to {@value #MAX_LENGTH} characters of {@code A-Z a-z 0-9 _ -}.
 * WordPress sends the number of a post, or {@code <blog>-<id>} on multisite. The narrow alphabet is
 * what makes a post safe as part of a Redis key, of a log line and of a JSON string without
 * escaping.
 *
 * @param id the name, as it stands in Redis and in every frame
 */
public record Post(String id) implements Comparable<Post> {
  /** The most characters a post may have. */
  public static final int MAX_LENGTH = 32;

  /**
   * @throws IllegalArgumentException when the id is not a post
   */
  public Post {
    if (!Tokens.isToken(id, 1, MAX_LENGTH)) {
      throw new IllegalArgumentException(
          "a post is 1 to " + MAX_LENGTH + " characters of A-Z a-z 0-9 _ -");
    }
  }

  /** The post of that name, or {@code null} when the name is not a post. */
  public static @Nullable Post parse(String id) {
    return Tokens.isToken(id, 1, MAX_LENGTH) ? new Post(id) : null;
  }

  @Override
  public int compareTo(Post other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id;
  }
}
