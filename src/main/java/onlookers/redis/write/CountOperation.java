package onlookers.redis.write;

import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/** Views that were taken before Redis was lost, or while it was out of reach, are added. */
public final class CountOperation extends Operation {
  private final ScriptCalls calls;
  private final ViewWrite views;

  public CountOperation(ScriptCalls calls, ViewWrite views) {
    this.calls = calls;
    this.views = views;
  }

  @Override
  public @Nullable String session() {
    return null;
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    views.send(pipeline, this);
  }

  @Override
  public boolean goOn(AbstractPipeline pipeline, int round) {
    return views.sendAgain(pipeline, this);
  }

  @Override
  public @Nullable Runnable done() {
    views.done();
    return null;
  }

  @Override
  public @Nullable Runnable refused(JedisDataException reply) {
    calls.errors().log("views of post " + views.viewing().post() + " not added", reply);
    views.refused();
    return null;
  }

  @Override
  public void abandoned() {
    views.abandoned();
  }
}
