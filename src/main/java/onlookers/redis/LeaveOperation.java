package onlookers.redis;

import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** A session ends. If Redis is lost meanwhile, the next reconciliation ends it. */
final class LeaveOperation extends Operation {
  private final ScriptCalls calls;
  private final String session;
  private final @Nullable Post post;
  private final boolean resumed;
  private final Runnable takenOver;

  LeaveOperation(
      ScriptCalls calls, String session, @Nullable Post post, boolean resumed, Runnable takenOver) {
    this.calls = calls;
    this.session = session;
    this.post = post;
    this.resumed = resumed;
    this.takenOver = takenOver;
  }

  @Override
  Response<Object> queue(Pipeline pipeline) {
    return calls.leave(pipeline, session, post, resumed);
  }

  @Override
  @Nullable Runnable replied(Object reply) {
    return Long.valueOf(1).equals(reply) ? null : takenOver;
  }

  @Override
  @Nullable Runnable refused(JedisDataException reply) {
    calls.warn("session not removed", reply);
    return null;
  }

  @Override
  void abandoned() {}
}
