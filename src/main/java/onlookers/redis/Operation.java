package onlookers.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Something to be written on the ordered connection, by one command. Sent with others in one
 * pipeline.
 */
abstract non-sealed class Operation implements Queued {
  private @Nullable Response<Object> response;
  private boolean concluded;

  /** Queues the one command. Runs on the ordered thread. */
  abstract Response<Object> queue(Pipeline pipeline);

  /** Takes in the reply; what it has to tell is run on the teller, in order. */
  abstract @Nullable Runnable replied(Object reply);

  /** Takes in that Redis refused this command alone, because of what a key holds. */
  abstract @Nullable Runnable refused(JedisDataException reply);

  /** Takes in that it is not known whether this was done. As {@link Queued#abandon}. */
  abstract void abandoned();

  final void send(Pipeline pipeline) {
    response = queue(pipeline);
  }

  /** Whether it was not done because the server has forgotten the scripts. */
  final boolean lacksScript() {
    return error() instanceof JedisNoScriptException;
  }

  /**
   * Takes in whatever came back.
   *
   * @throws RedisAwayException when the reply is about the server
   */
  final @Nullable Runnable receive() {
    JedisDataException error = error();
    if (error != null
        && (RedisAwayException.is(error) || error instanceof JedisNoScriptException)) {
      throw new RedisAwayException(String.valueOf(error.getMessage()));
    }
    Runnable told = error == null ? replied(reply()) : refused(error);
    concluded = true;
    return told;
  }

  /** Does nothing if a reply was taken in. */
  @Override
  public final void abandon() {
    if (!concluded) {
      concluded = true;
      abandoned();
    }
  }

  private @Nullable JedisDataException error() {
    try {
      reply();
      return null;
    } catch (JedisDataException e) {
      return e;
    }
  }

  private Object reply() {
    if (response == null) {
      throw new IllegalStateException("not sent");
    }
    return response.get();
  }
}
