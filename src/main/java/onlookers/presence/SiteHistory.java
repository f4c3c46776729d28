package onlookers.presence;

import java.time.LocalDate;
import java.util.List;

/** The site's past, as far as Redis remembers it; whoever asks may wait for it. */
public interface SiteHistory {
  /**
   * The most viewers at once in a part of a day.
   *
   * @param at when that part began, in seconds since 1970
   * @param viewers the most at once
   */
  record Peak(long at, long viewers) {}

  /**
   * A post's views on one day.
   *
   * @param post the post
   * @param views how many
   */
  record Viewed(Post post, long views) {}

  /**
   * One day of the site.
   *
   * @param day of UTC
   * @param views of all posts
   * @param viewers the most at once
   */
  record Day(LocalDate day, long views, long viewers) {}

  /** Whether it is remembered at all. */
  boolean isKept();

  /**
   * The most viewed posts of today, the most viewed first.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  List<Viewed> today(int limit);

  /**
   * The peaks of the last 24 hours, the oldest first.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  List<Peak> lastDay();

  /**
   * The last 30 days, the oldest first, today last.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  List<Day> lastDays();

  /** One that remembers nothing. */
  SiteHistory NONE =
      new SiteHistory() {
        @Override
        public boolean isKept() {
          return false;
        }

        @Override
        public List<Viewed> today(int limit) {
          return List.of();
        }

        @Override
        public List<Peak> lastDay() {
          return List.of();
        }

        @Override
        public List<Day> lastDays() {
          return List.of();
        }
      };
}
