package onlookers.presence;

import java.util.Map;

/** Takes in views that something else counted before: for administrators, who may wait. */
public interface ViewsImporter {
  /**
   * Adds the views to what has been counted, for each post once and never again: a post that was
   * imported before stays as it is, so that the same import may be repeated. All in one step.
   *
   * @param views what was counted elsewhere, each at least 0
   * @return the number of posts that were imported now
   * @throws UnavailableException when Redis is out of reach, or one of the posts has something else
   *     than a number there; nothing is imported, as far as Redis has answered
   */
  int importOnce(Map<Post, Long> views);
}
