package onlookers.redis.write;

import java.util.function.Supplier;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Reads the two counts of a post: the size of its set, and its views. */
public final class CountsQuery {
  private final Keys keys;
  private final ScriptCalls calls;

  /**
   * @param calls logs what Redis refuses because of what a key holds
   */
  public CountsQuery(Keys keys, ScriptCalls calls) {
    this.keys = keys;
    this.calls = calls;
  }

  /** Queues the query; the answer is to be taken after the pipeline was synchronized. */
  public Supplier<Counts> queue(AbstractPipeline pipeline, Post post) {
    Response<Long> viewers = pipeline.scard(keys.viewers(post));
    Response<String> views = pipeline.get(keys.views(post));
    return () -> new Counts(viewers(post, viewers), views(post, views));
  }

  private long viewers(Post post, Response<Long> viewers) {
    try {
      return viewers.get();
    } catch (JedisDataException e) {
      return unreadable(keys.viewers(post), e);
    }
  }

  private long views(Post post, Response<String> views) {
    try {
      return number(post, views.get());
    } catch (JedisDataException e) {
      return unreadable(keys.views(post), e);
    }
  }

  private long number(Post post, @Nullable String text) {
    try {
      return text == null ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return unreadable(keys.views(post), new JedisDataException("not an integer", e));
    }
  }

  /**
   * A key that holds something else than the schema says counts nothing, and is named in the log.
   */
  private long unreadable(String key, JedisDataException reply) {
    if (RedisAwayException.is(reply)) {
      throw new RedisAwayException(String.valueOf(reply.getMessage()));
    }
    calls.errors().log("key " + key + " cannot be read", reply);
    return 0;
  }
}
