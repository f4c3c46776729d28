package onlookers.presence;

/**
 * The site as a whole, over all nodes.
 *
 * @param viewers sessions that view anything now, at least 0
 * @param posts on how many posts they are, as the collector last ranked them; at least 0
 */
public record SiteTotal(long viewers, long posts) {
  /**
   * A total of two numbers that were not true at the same moment: nobody reads no post, and no more
   * posts than sessions are read.
   *
   * @param viewers as they are now
   * @param ranked the posts that were being read when they were last ranked
   */
  public static SiteTotal of(long viewers, long ranked) {
    return new SiteTotal(viewers, Math.max(Math.min(1, viewers), Math.min(ranked, viewers)));
  }
}
