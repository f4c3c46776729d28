package onlookers.presence;

import java.time.LocalDate;

/**
 * A post's views on one day.
 *
 * @param day of UTC
 * @param views how many, 0 if there were none
 */
public record DayViews(LocalDate day, long views) {}
