package onlookers.redis.write;

import java.util.Set;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;

/**
 * That a session has left posts, of which a new master is to be made sure.
 *
 * @param ending how the session ended, {@code null} if it did not
 * @param left the posts where it no longer stands, unless its key says so
 * @param formerOwner from whom it was taken over, empty for nobody
 */
public record Departure(
    String session, @Nullable Ending ending, Set<Post> left, String formerOwner) {}
