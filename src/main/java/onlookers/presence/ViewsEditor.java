package onlookers.presence;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Changes how often posts were viewed, for administrators, who may wait. One post after the other:
 * where Redis is lost on the way some may be changed and others not, and the same may be asked
 * again. What is changed is no view of a day, and nothing that was imported can be imported again.
 */
public interface ViewsEditor {
  /**
   * A post whose views were to be changed.
   *
   * @param post the post
   * @param changed whether they were others before
   * @param views how many it has now
   */
  record Edited(Post post, boolean changed, long views) {}

  /**
   * Sets the views of posts, whatever they were.
   *
   * @param views of each post, 0 to 2^53−1
   * @return the posts in the same order
   * @throws UnavailableException when Redis is out of reach
   */
  List<Edited> set(Map<Post, Long> views);

  /**
   * Raises the views of those posts that have fewer, and lowers none.
   *
   * @param views of each post at least so many, 0 to 2^53−1
   * @return the posts in the same order
   * @throws UnavailableException when Redis is out of reach, or a post has something else than a
   *     number there
   */
  List<Edited> restore(Map<Post, Long> views);

  /**
   * Forgets the views of posts, those of each day as well; the site's views of a day stay.
   *
   * @return the posts in the same order
   * @throws UnavailableException when Redis is out of reach
   */
  List<Edited> forget(Collection<Post> posts);
}
