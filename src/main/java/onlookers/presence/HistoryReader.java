package onlookers.presence;

import java.util.List;

/**
 * Reads what was viewed on which day of UTC, for whoever may wait for it. A view that was counted
 * stands there a second or two later; what was imported, or set by an administrator, or counted by
 * another program, is no view of a day.
 */
public interface HistoryReader {
  /** The longest span, today included. */
  int MAX_DAYS = 30;

  /**
   * The most viewed posts of the last days, today included, the most viewed first: at most {@value
   * CountsReader#MOST}. Of a day on which more posts than these were viewed the rest is left out.
   *
   * @param days how many days, 1 to {@value #MAX_DAYS}
   * @throws UnavailableException when Redis is out of reach
   */
  List<PostViews> mostViewed(int days);

  /**
   * The views of a post on each of the last {@value #MAX_DAYS} days, the oldest first, today last.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  List<DayViews> history(Post post);

  /**
   * The same of the site, and the most viewers that it had at once.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  List<SiteDay> history();
}
