package onlookers.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsImporter;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.NodeState;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Imports on a pooled connection. Where the connection breaks before the answer, the import is sent
 * again, which is harmless: what the first one did is then reported as imported before.
 */
public final class JedisViewsImporter implements ViewsImporter {
  private final RedisPool pool;
  private final ScriptCalls calls;
  private final NodeState state;

  /** Imports by this node's connections, and refuses at once while its Redis is away. */
  public JedisViewsImporter(RedisContext node, NodeState state) {
    this.pool = node.api();
    this.calls = node.calls();
    this.state = state;
  }

  @Override
  public int importOnce(Map<Post, Long> views) {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
    try {
      return pool.ask(() -> importNow(views));
    } catch (JedisDataException refused) {
      calls.errors().log("an import of views", refused);
      throw new UnavailableException("Redis refused the import", refused);
    } catch (JedisException | RedisAwayException e) {
      throw new UnavailableException("Redis is out of reach: " + RootCause.of(e), e);
    }
  }

  private int importNow(Map<Post, Long> views) {
    return pool.use(
        masters -> {
          Map<Post, Long> due = new LinkedHashMap<>(views);
          boolean hasEarlier = removeEarlier(masters, due);
          List<Response<Object>> answers = new ArrayList<>(due.size());
          RoutedPipeline pipeline = masters.pipelined();
          due.forEach(
              (post, number) -> answers.add(calls.counts().importOnce(pipeline, post, number)));
          pipeline.sync();
          if (hasEarlier && !due.isEmpty()) {
            String[] ids = due.keySet().stream().map(Post::id).toArray(String[]::new);
            masters.call(again -> again.sadd(calls.keys().importedEarlier(), ids));
          }
          return answers.stream().mapToInt(answer -> Math.toIntExact((Long) answer.get())).sum();
        });
  }

  /**
   * Takes out what a node of the version before has imported, which kept one set of all posts.
   *
   * @return whether there is such a set, which such a node may look into still
   */
  private boolean removeEarlier(MasterConnections masters, Map<Post, Long> views) {
    String earlier = calls.keys().importedEarlier();
    if (views.isEmpty() || !masters.call(pipeline -> pipeline.exists(earlier))) {
      return false;
    }
    List<Post> posts = List.copyOf(views.keySet());
    String[] ids = posts.stream().map(Post::id).toArray(String[]::new);
    List<Boolean> members = masters.call(pipeline -> pipeline.smismember(earlier, ids));
    for (int i = 0; i < ids.length; i++) {
      if (members.get(i)) {
        views.remove(posts.get(i));
      }
    }
    return true;
  }
}
