package onlookers.redis;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import onlookers.presence.Viewing;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** A session is taken over from whichever node owns it. */
final class ResumeOperation extends Operation {
  private final ScriptCalls calls;
  private final ViewLedger ledger;
  private final Executor teller;
  private final Viewing viewing;
  private final Consumer<Boolean> done;

  ResumeOperation(
      ScriptCalls calls,
      ViewLedger ledger,
      Executor teller,
      Viewing viewing,
      Consumer<Boolean> done) {
    this.calls = calls;
    this.ledger = ledger;
    this.teller = teller;
    this.viewing = viewing;
    this.done = done;
  }

  @Override
  Response<Object> queue(Pipeline pipeline) {
    return calls.view(pipeline, viewing, "resume", 0);
  }

  @Override
  Runnable replied(Object reply) {
    List<?> answer = (List<?>) reply;
    ledger.counted(Long.valueOf(1).equals(answer.get(1)) ? 1 : 0);
    boolean alive = Long.valueOf(1).equals(answer.get(0));
    return () -> done.accept(alive);
  }

  @Override
  Runnable refused(JedisDataException reply) {
    calls.warn("session of post " + viewing.post() + " not resumed", reply);
    return () -> done.accept(false);
  }

  @Override
  void abandoned() {
    teller.execute(() -> done.accept(false));
  }
}
