package onlookers.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/**
 * Makes the hash and the sets say of one session what its key says, in rounds of plain commands:
 * reads the key and the hash, mends, and looks at the key again. It ends when the key has not
 * changed meanwhile, and so is right for any interleaving, because every writer writes its key
 * first.
 */
final class Reconciliation {
  private final Keys keys;
  private final String session;
  private final @Nullable Post seen;
  private final Set<Post> touched = new HashSet<>();
  private @Nullable Response<String> key;
  private @Nullable Response<String> hashed;
  private final List<Response<Long>> removals = new ArrayList<>(3);
  private @Nullable String mended;
  private boolean hasMended;

  /**
   * @param seen a post in whose set the session may stand, {@code null} for none
   */
  Reconciliation(Keys keys, String session, @Nullable Post seen) {
    this.keys = keys;
    this.session = session;
    this.seen = seen;
  }

  /** Queues the first look. */
  void begin(AbstractPipeline pipeline) {
    key = pipeline.get(keys.session(session));
    hashed = pipeline.hget(keys.viewers(), session);
  }

  /** Queues the next round; answers whether one is due. */
  boolean goOn(AbstractPipeline pipeline) {
    if (key == null || hashed == null) {
      return false;
    }
    String truth = key.get();
    if (hasMended && Objects.equals(truth, mended)) {
      return false;
    }
    mend(pipeline, truth, hashed.get());
    begin(pipeline);
    mended = truth;
    hasMended = true;
    return true;
  }

  private void mend(AbstractPipeline pipeline, @Nullable String truth, @Nullable String before) {
    Post post = truth == null ? null : Post.parse(truth);
    Post old = before == null ? null : Post.parse(before);
    if (truth == null) {
      removals.add(pipeline.hdel(keys.viewers(), session));
    } else if (!truth.equals(before)) {
      pipeline.hset(keys.viewers(), session, truth);
    }
    if (post != null) {
      pipeline.sadd(keys.viewers(post), session);
      touched.add(post);
    }
    remove(pipeline, old, post);
    remove(pipeline, seen, post);
  }

  private void remove(AbstractPipeline pipeline, @Nullable Post from, @Nullable Post but) {
    if (from != null && !from.equals(but)) {
      removals.add(pipeline.srem(keys.viewers(from), session));
      touched.add(from);
    }
  }

  /** Whether the session, which has no key, stood somewhere and stands nowhere now. */
  boolean hasRemoved() {
    return hasMended
        && mended == null
        && removals.stream().anyMatch(removal -> Long.valueOf(1).equals(removal.get()));
  }

  Set<Post> touched() {
    return touched;
  }
}
