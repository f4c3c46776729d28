package onlookers.redis.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisAwayException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Makes the hash and the sets say of one session what its key says, in rounds of plain commands:
 * reads the key and the hash, mends, and looks at the key again. It ends when the key has not
 * changed meanwhile, and so is right for any interleaving, because every writer writes its key
 * first.
 */
public final class Reconciliation {
  private final Keys keys;
  private final String session;

  /** Where the session may stand: where it was seen, and where this has put it. */
  private final Set<Post> standing = new LinkedHashSet<>();

  private @Nullable Response<String> key;
  private @Nullable Response<String> hashed;
  private final List<Response<Long>> additions = new ArrayList<>(2);
  private final List<Response<Long>> removals = new ArrayList<>(3);
  private @Nullable String repaired;
  private boolean hasRepaired;

  /**
   * Reconciles one session, which may be a member of one post's set.
   *
   * @param seen a post in whose set the session may stand, {@code null} for none
   */
  public Reconciliation(Keys keys, String session, @Nullable Post seen) {
    this(keys, session, seen == null ? Set.of() : Set.of(seen));
  }

  /**
   * Reconciles one session, which may be a member of several posts' sets.
   *
   * @param seen posts in whose sets the session may stand
   */
  public Reconciliation(Keys keys, String session, Set<Post> seen) {
    this.keys = keys;
    this.session = session;
    standing.addAll(seen);
  }

  /** Queues the first look. */
  public void begin(AbstractPipeline pipeline) {
    key = pipeline.get(keys.session(session));
    hashed = pipeline.hget(keys.viewers(), session);
  }

  /**
   * Queues the next round; returns whether one is due.
   *
   * @throws JedisDataException when the key cannot be read, or nothing can be written at all
   */
  public boolean goOn(AbstractPipeline pipeline) {
    if (key == null || hashed == null) {
      return false;
    }
    additions.forEach(Reconciliation::check);
    removals.forEach(Reconciliation::check);
    String truth = key.get();
    if (hasRepaired && Objects.equals(truth, repaired)) {
      return false;
    }
    repair(pipeline, truth, hashed.get());
    begin(pipeline);
    repaired = truth;
    hasRepaired = true;
    return true;
  }

  private void repair(AbstractPipeline pipeline, @Nullable String truth, @Nullable String before) {
    Post post = truth == null ? null : Post.parse(truth);
    Post old = before == null ? null : Post.parse(before);
    if (truth == null) {
      removals.add(pipeline.hdel(keys.viewers(), session));
    } else if (!truth.equals(before)) {
      additions.add(pipeline.hset(keys.viewers(), session, truth));
    }
    if (post != null) {
      additions.add(pipeline.sadd(keys.viewers(post), session));
      standing.add(post);
    }
    if (old != null) {
      standing.add(old);
    } else if (before != null && !before.equals(truth)) { // a foreign one, of what is no post
      removals.add(pipeline.srem(keys.allViewers() + before, session));
    }
    standing.stream()
        .filter(one -> !one.equals(post))
        .forEach(one -> removals.add(pipeline.srem(keys.viewers(one), session)));
  }

  /** What another key holds keeps nobody from repairing the rest; a server that is away does. */
  private static void check(Response<Long> answer) {
    try {
      answer.get();
    } catch (JedisDataException refused) {
      if (RedisAwayException.is(refused)) {
        throw refused;
      }
    }
  }

  /** Whether the session, which has no key, stood somewhere and stands nowhere now. */
  public boolean hasRemoved() {
    return hasRepaired
        && repaired == null
        && removals.stream().anyMatch(removal -> Long.valueOf(1).equals(removal.get()));
  }

  /** The posts whose sets it may have changed. */
  public Set<Post> touched() {
    return Set.copyOf(standing);
  }
}
