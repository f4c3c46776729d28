package onlookers.redis;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Views that were taken while Redis was out of reach are added. */
final class CountOperation extends Operation {
  private final ScriptCalls calls;
  private final ViewLedger ledger;
  private final ViewLedger.Unwritten views;
  private long number;

  CountOperation(ScriptCalls calls, ViewLedger ledger, ViewLedger.Unwritten views) {
    this.calls = calls;
    this.ledger = ledger;
    this.views = views;
  }

  @Override
  Response<Object> queue(Pipeline pipeline) {
    number = ledger.nextNumber();
    return calls.count(pipeline, views, number);
  }

  @Override
  @Nullable Runnable replied(Object reply) {
    ledger.written(views, (Long) reply);
    return null;
  }

  @Override
  @Nullable Runnable refused(JedisDataException reply) {
    calls.warn("views of post " + views.viewing().post() + " not added", reply);
    ledger.written(views, 0);
    return null;
  }

  @Override
  void abandoned() {
    ledger.postpone(
        new ViewLedger.Unwritten(views.viewing(), number, views.amount(), views.shown()));
  }
}
