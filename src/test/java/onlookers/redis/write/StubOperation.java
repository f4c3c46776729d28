package onlookers.redis.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Builder;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** A write to which a test gives the reply: an object, or an exception as Jedis makes one. */
class StubOperation extends Operation {
  private final @Nullable String session;
  private final @Nullable Object reply;
  private final Runnable abandoned;
  private final Set<Post> touched;

  /** The rounds after the first, in each of which it sends that command. */
  private final List<String> further = new ArrayList<>();

  StubOperation(@Nullable Object reply, Runnable abandoned) {
    this(null, reply, abandoned, Set.of());
  }

  StubOperation(
      @Nullable String session, @Nullable Object reply, Runnable abandoned, Set<Post> touched) {
    this.session = session;
    this.reply = reply;
    this.abandoned = abandoned;
    this.touched = touched;
  }

  /** In the next round it asks for that key. */
  StubOperation then(String key) {
    further.add(key);
    return this;
  }

  @Override
  public @Nullable String session() {
    return session;
  }

  @Override
  public void begin(@Nullable AbstractPipeline pipeline) {
    sent(response(reply));
  }

  @Override
  public boolean goOn(AbstractPipeline pipeline, int round) {
    if (round > further.size()) {
      return false;
    }
    sent(pipeline.strlen(further.get(round - 1)));
    return true;
  }

  @Override
  public Set<Post> touched() {
    return touched;
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

  /** No callback but where the reply is something to run. */
  @Override
  public @Nullable Runnable done() {
    return reply instanceof Runnable notification ? notification : null;
  }

  @Override
  public @Nullable Runnable refused(JedisDataException received) {
    return null;
  }

  @Override
  public void abandoned() {
    abandoned.run();
  }
}
