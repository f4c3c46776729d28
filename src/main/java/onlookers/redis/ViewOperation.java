package onlookers.redis;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.Setback;
import onlookers.presence.Viewing;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** A session arrives at a post, moves to it, or stays. */
final class ViewOperation extends Operation {
  private final ScriptCalls calls;
  private final ViewLedger ledger;
  private final Viewing viewing;
  private final Kind kind;
  private final Consumer<Setback> setback;
  private final boolean shown;
  private long number;

  ViewOperation(
      ScriptCalls calls, ViewLedger ledger, Viewing viewing, Kind kind, Consumer<Setback> setback) {
    this.calls = calls;
    this.ledger = ledger;
    this.viewing = viewing;
    this.kind = kind;
    this.setback = setback;
    this.shown = kind == Kind.ARRIVAL && ledger.taken(viewing);
  }

  @Override
  Response<Object> queue(Pipeline pipeline) {
    number = kind == Kind.ARRIVAL ? ledger.nextNumber() : 0;
    return calls.view(pipeline, viewing, kind.name().toLowerCase(Locale.ROOT), number);
  }

  @Override
  @Nullable Runnable replied(Object reply) {
    List<?> answer = (List<?>) reply;
    boolean placed = Long.valueOf(1).equals(answer.get(0));
    if (kind == Kind.ARRIVAL) {
      ledger.written(view(), Long.valueOf(1).equals(answer.get(1)) ? 1 : 0);
    }
    return placed ? null : () -> setback.accept(Setback.TAKEN_OVER);
  }

  @Override
  Runnable refused(JedisDataException reply) {
    calls.warn("session of post " + viewing.post() + " not written", reply);
    if (kind == Kind.ARRIVAL) {
      ledger.written(view(), 0);
    }
    return () -> setback.accept(Setback.REFUSED);
  }

  @Override
  void abandoned() {
    if (kind == Kind.ARRIVAL) {
      ledger.postpone(view());
    }
  }

  private ViewLedger.Unwritten view() {
    return new ViewLedger.Unwritten(viewing, number, 1, shown);
  }
}
