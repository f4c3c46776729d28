package onlookers.redis.write;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import onlookers.redis.schema.DayBatch;
import onlookers.redis.schema.ScriptCalls;

/**
 * What is to be written when Redis is back, besides the living sessions: it may never have got it,
 * or have lost it in a failover.
 */
public final class RecoveryOperations {
  private final ScriptCalls calls;
  private final PendingViews pendingViews;
  private final ViewHistory history;
  private final RecentSteps steps;
  private final PendingEndings endings;

  public RecoveryOperations(
      ScriptCalls calls,
      PendingViews pendingViews,
      ViewHistory history,
      RecentSteps steps,
      PendingEndings endings) {
    this.calls = calls;
    this.pendingViews = pendingViews;
    this.history = history;
    this.steps = steps;
    this.endings = endings;
  }

  /**
   * The views that Redis does not have, before the sessions are written again, which marks their
   * visits as seen. Asks no session: a step of one may be waiting for this.
   *
   * @param unrelated whether a key lies on a server whose data does not continue that of the one
   *     that was written to before
   */
  public List<Queued> unconfirmed(Predicate<String> unrelated) {
    List<Queued> unconfirmed = new ArrayList<>();
    addViews(unrelated, unconfirmed);
    addDays(unrelated, unconfirmed);
    return unconfirmed;
  }

  private void addViews(Predicate<String> unrelated, List<Queued> unconfirmed) {
    PendingViews.Unconfirmed views = pendingViews.takeUnconfirmed();
    for (PendingView one : views.acknowledged()) {
      boolean replayed = unrelated.test(calls.keys().views(one.viewing().post()));
      unconfirmed.add(
          new CountOperation(calls, ViewWrite.acknowledged(calls, pendingViews, one, replayed)));
    }
    for (PendingView one : views.unknown()) {
      unconfirmed.add(new CountOperation(calls, ViewWrite.unconfirmed(calls, pendingViews, one)));
    }
  }

  private void addDays(Predicate<String> unrelated, List<Queued> unconfirmed) {
    for (DayBatch one : history.remembered()) {
      boolean replayed = unrelated.test(calls.keys().day(one.day()));
      unconfirmed.add(DayOperation.acknowledged(calls, history, one, replayed));
    }
    for (DayBatch one : history.takeUnknown()) {
      boolean replayed = unrelated.test(calls.keys().day(one.day()));
      unconfirmed.add(DayOperation.unconfirmed(calls, history, one, replayed));
    }
  }

  /**
   * What sessions have left lately, because a server that was promoted may not know, and the
   * sessions that have ended meanwhile.
   *
   * @param isActive whether a session lives on this node: then it has not ended
   */
  public List<Queued> departed(Predicate<String> isActive) {
    List<Queued> departed = new ArrayList<>();
    for (Departure one : steps.departures()) {
      departed.add(new DepartureOperation(calls, one, isActive.test(one.session())));
    }
    for (Ending ending : endings.take()) {
      if (!isActive.test(ending.session())) {
        departed.add(new LeaveOperation(calls, steps, ending, () -> {}, endings::add));
      }
    }
    return departed;
  }
}
