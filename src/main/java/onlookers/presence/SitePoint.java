package onlookers.presence;

/**
 * The site at one moment, over all nodes.
 *
 * @param at in seconds since 1970
 * @param viewers sessions that view anything
 * @param posts on how many posts they are
 * @param joins sockets that were let in within the minute before
 * @param views views that were counted within the minute before
 */
public record SitePoint(long at, long viewers, long posts, long joins, long views) {}
