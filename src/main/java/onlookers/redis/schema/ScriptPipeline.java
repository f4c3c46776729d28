package onlookers.redis.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RoutedPipeline;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Asks the same of each of many in one pipeline. What Redis refuses because of what one key holds
 * is named in the log, and the rest goes on.
 */
public final class ScriptPipeline {
  /** Queues a command for one thing. */
  public interface Call<T, R> {
    Response<R> queue(AbstractPipeline pipeline, T one);
  }

  private final RedisPool pool;
  private final ErrorReplies errors;

  public ScriptPipeline(RedisPool pool, ErrorReplies errors) {
    this.pool = pool;
    this.errors = errors;
  }

  /** The answers in the order of what was asked; {@code otherwise} in the place of a refusal. */
  public <T, R> List<R> replies(Collection<T> all, R otherwise, Call<T, R> call) {
    if (all.isEmpty()) {
      return List.of();
    }
    return pool.use(connections -> replies(connections, all, otherwise, call));
  }

  private <T, R> List<R> replies(
      MasterConnections connections, Collection<T> all, R otherwise, Call<T, R> call) {
    List<Response<R>> answers = new ArrayList<>(all.size());
    RoutedPipeline pipeline = connections.pipelined();
    all.forEach(one -> answers.add(call.queue(pipeline, one)));
    pipeline.sync();
    List<R> replies = new ArrayList<>(all.size());
    answers.forEach(answer -> replies.add(reply(answer, otherwise)));
    return replies;
  }

  private <R> R reply(Response<R> answer, R otherwise) {
    try {
      return answer.get();
    } catch (JedisDataException e) {
      errors.logOrThrow("a step of the garbage collector", e);
      return otherwise;
    }
  }
}
