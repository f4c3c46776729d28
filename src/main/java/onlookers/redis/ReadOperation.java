package onlookers.redis;

import java.util.function.Consumer;
import onlookers.presence.Counts;
import onlookers.presence.Post;

/**
 * Counts are asked for. All that ask for one post in one batch share an answer, read after the
 * batch's writes.
 *
 * @param post the post
 * @param reader hears the counts on the teller; not at all if Redis is lost meanwhile
 */
record ReadOperation(Post post, Consumer<Counts> reader) implements Queued {
  @Override
  public void abandoned() {}
}
