package onlookers.redis.write;

import java.util.ArrayList;
import java.util.List;
import onlookers.redis.schema.DayBatch;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Views that Redis has counted are added to those of their day. */
public final class DayOperation extends Operation {
  private static final Long UNKNOWN_OWNER = -1L;

  private final ScriptCalls calls;
  private final ViewHistory history;
  private final boolean acknowledged;
  private final boolean replayed;
  private final List<DayBatch> batches;
  private final List<Response<Object>> answers = new ArrayList<>(1);

  private DayOperation(
      ScriptCalls calls,
      ViewHistory history,
      List<DayBatch> batches,
      boolean acknowledged,
      boolean replayed) {
    this.calls = calls;
    this.history = history;
    this.batches = new ArrayList<>(batches);
    this.acknowledged = acknowledged;
    this.replayed = replayed;
  }

  /** Takes what has gathered when it is sent. */
  public static DayOperation gathered(ScriptCalls calls, ViewHistory history) {
    return new DayOperation(calls, history, List.of(), false, false);
  }

  /**
   * Sends again what was not acknowledged.
   *
   * @param unrelated whether this server's data does not continue that of the one that counted the
   *     views
   */
  public static DayOperation unconfirmed(
      ScriptCalls calls, ViewHistory history, DayBatch batch, boolean unrelated) {
    return new DayOperation(calls, history, List.of(batch), false, unrelated);
  }

  /**
   * Sends again what Redis has acknowledged, and may have lost.
   *
   * @param unrelated whether this server's data does not continue that of the one that did
   */
  public static DayOperation acknowledged(
      ScriptCalls calls, ViewHistory history, DayBatch batch, boolean unrelated) {
    return new DayOperation(calls, history, List.of(batch), true, unrelated);
  }

  @Override
  public @Nullable String session() {
    return null;
  }

  @Override
  public void begin(AbstractPipeline pipeline) {
    if (batches.isEmpty()) {
      batches.addAll(history.take());
    }
    for (DayBatch batch : batches) {
      answers.add(sent(calls.counts().addDay(pipeline, batch, replayed)));
    }
  }

  @Override
  public @Nullable Runnable done() {
    conclude();
    return null;
  }

  @Override
  public @Nullable Runnable refused(JedisDataException reply) {
    calls.errors().log("views of a day not added", reply);
    conclude();
    return null;
  }

  private void conclude() {
    for (int i = 0; i < answers.size(); i++) {
      conclude(batches.get(i), answers.get(i));
    }
  }

  private void conclude(DayBatch batch, Response<Object> answer) {
    try {
      if (UNKNOWN_OWNER.equals(answer.get())) {
        history.forget(batch);
      } else if (!acknowledged) {
        history.written(batch);
      }
    } catch (JedisDataException refused) { // because of what the key holds: it always would be
      history.forget(batch);
    }
  }

  @Override
  public void abandoned() {
    if (!acknowledged) {
      batches.forEach(history::postpone);
    }
  }
}
