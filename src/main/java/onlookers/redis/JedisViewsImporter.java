package onlookers.redis;

import java.util.Map;
import onlookers.presence.Instruments;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsImporter;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Imports on a pooled connection. Where the connection breaks before the answer, the import is sent
 * again, which is harmless: what the first one did is then told as imported before.
 */
public final class JedisViewsImporter implements ViewsImporter {
  private final RedisPool pool;
  private final ScriptCalls calls;
  private final Instruments instruments;

  /** Imports by this node's connections, and refuses at once while its Redis is away. */
  public JedisViewsImporter(RedisNode node, Instruments instruments) {
    this.pool = node.api();
    this.calls = node.calls();
    this.instruments = instruments;
  }

  @Override
  public int importOnce(Map<Post, Long> views) {
    if (!instruments.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
    try {
      return pool.ask(() -> importNow(views));
    } catch (JedisDataException refused) {
      calls.warn("an import of views", refused);
      throw new UnavailableException("Redis refused the import", refused);
    } catch (JedisException e) {
      throw new UnavailableException("Redis is out of reach: " + Reason.of(e), e);
    }
  }

  private int importNow(Map<Post, Long> views) {
    try {
      return call(views);
    } catch (JedisNoScriptException forgotten) {
      try (Pipeline pipeline = pool.client().pipelined()) {
        Script.loadAll(pipeline);
      }
      return call(views);
    }
  }

  private int call(Map<Post, Long> views) {
    try (Pipeline pipeline = pool.client().pipelined()) {
      Response<Object> imported = calls.importOnce(pipeline, views);
      pipeline.sync();
      return Math.toIntExact((Long) imported.get());
    }
  }
}
