package onlookers.redis.write;

import onlookers.presence.Post;

/**
 * A session that ends.
 *
 * @param session its id
 * @param post where this node last saw it
 * @param resumed whether it was taken over from another node
 */
public record Ending(String session, Post post, boolean resumed) {}
