package onlookers.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Builder;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** A write to which a test gives the reply: an object, or an exception as Jedis makes one. */
class StubOperation extends Operation {
  private final @Nullable Object reply;
  private final Runnable abandoned;

  StubOperation(@Nullable Object reply, Runnable abandoned) {
    this.reply = reply;
    this.abandoned = abandoned;
  }

  @Override
  Response<Object> queue(@Nullable Pipeline pipeline) {
    return response(reply);
  }

  static Response<Object> response(@Nullable Object reply) {
    Response<Object> response =
        new Response<>(
            new Builder<>() {
              @Override
              public Object build(Object data) {
                return data;
              }
            });
    response.set(reply);
    return response;
  }

  /** Tells nothing but where the reply is something to run. */
  @Override
  @Nullable Runnable replied(Object received) {
    return received instanceof Runnable told ? told : null;
  }

  @Override
  @Nullable Runnable refused(JedisDataException received) {
    return null;
  }

  @Override
  void abandoned() {
    abandoned.run();
  }
}
