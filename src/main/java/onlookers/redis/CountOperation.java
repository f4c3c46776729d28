package onlookers.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.exceptions.JedisDataException;

/** Views that were taken before Redis was lost, or while it was out of reach, are added. */
final class CountOperation extends Operation {
  private final ScriptCalls calls;
  private final ViewWrite views;

  CountOperation(ScriptCalls calls, ViewWrite views) {
    this.calls = calls;
    this.views = views;
  }

  @Override
  public @Nullable String session() {
    return null;
  }

  @Override
  void begin(AbstractPipeline pipeline) {
    views.send(pipeline, this);
  }

  @Override
  boolean goOn(AbstractPipeline pipeline, int round) {
    return views.sendAgain(pipeline, this);
  }

  @Override
  @Nullable Runnable done() {
    views.done();
    return null;
  }

  @Override
  @Nullable Runnable refused(JedisDataException reply) {
    calls.warn("views of post " + views.viewing().post() + " not added", reply);
    views.refused();
    return null;
  }

  @Override
  void abandoned() {
    views.abandoned();
  }
}
