package onlookers.presence;

import java.util.List;

/** Reads how many viewers the site had in the last day, for whoever may wait for it. */
@FunctionalInterface
public interface PeakReader {
  /**
   * The most viewers at once within some minutes.
   *
   * @param at when they began, in seconds since 1970
   * @param viewers the most at once, at least 0
   */
  record Peak(long at, long viewers) {}

  /**
   * The last 24 hours in steps of five minutes, the oldest first.
   *
   * @throws UnavailableException when Redis is out of reach
   */
  List<Peak> lastDay();
}
