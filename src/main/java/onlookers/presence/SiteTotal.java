package onlookers.presence;

/**
 * The site as a whole, over all nodes.
 *
 * @param viewers sessions that view anything now, at least 0
 * @param posts on how many posts they are, as the collector last ranked them; at least 0
 */
public record SiteTotal(long viewers, long posts) {}
