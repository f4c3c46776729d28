package onlookers.presence;

import java.time.LocalDate;

/**
 * What was viewed on one day.
 *
 * @param day of UTC
 * @param views of all posts
 * @param viewers the most at once
 */
public record SiteDay(LocalDate day, long views, long viewers) {}
