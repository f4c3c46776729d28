package onlookers.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs a script for each of many in one pipeline; once more where the server has forgotten the
 * scripts. What Redis refuses because of what one key holds is named in the log, and the rest goes
 * on.
 */
final class ScriptPipeline {
  /** Queues a script for one thing. */
  interface Call<T> {
    Response<Object> queue(Pipeline pipeline, T one);
  }

  private final RedisClient client;
  private final ScriptCalls calls;

  ScriptPipeline(RedisClient client, ScriptCalls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** How many of the answers are 1. */
  <T> long count(Collection<T> all, Call<T> call) {
    return replies(all, call).stream().filter(Long.valueOf(1)::equals).count();
  }

  /** The answers in the order of what was asked; an empty list in the place of a refusal. */
  <T> List<Object> replies(Collection<T> all, Call<T> call) {
    if (all.isEmpty()) {
      return List.of();
    }
    try {
      return repliesOnce(all, call);
    } catch (JedisNoScriptException forgotten) {
      try (Pipeline pipeline = client.pipelined()) {
        Script.loadAll(pipeline);
      }
      return repliesOnce(all, call);
    }
  }

  /** Whether the answer to the one script is 1. */
  boolean run(Function<Pipeline, Response<Object>> script) {
    return count(List.of(script), (pipeline, call) -> call.apply(pipeline)) == 1;
  }

  private <T> List<Object> repliesOnce(Collection<T> all, Call<T> call) {
    List<Response<Object>> answers = new ArrayList<>(all.size());
    try (Pipeline pipeline = client.pipelined()) {
      all.forEach(one -> answers.add(call.queue(pipeline, one)));
      pipeline.sync();
    }
    return answers.stream().map(this::reply).toList();
  }

  private Object reply(Response<Object> answer) {
    try {
      return answer.get();
    } catch (JedisNoScriptException e) {
      throw e;
    } catch (JedisDataException e) {
      calls.refused("a step of the garbage collector", e);
      return List.of();
    }
  }
}
