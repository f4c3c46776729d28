package onlookers.redis.write;

import java.util.ArrayList;
import java.util.List;
import onlookers.presence.Viewing;
import onlookers.redis.schema.CountCalls.Attempt;
import onlookers.redis.schema.ScriptCalls;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/** Views on their way to Redis, under their number. */
public final class ViewWrite {
  /** Why views are written. */
  private enum Occasion {
    /** Somebody has just taken them. */
    TAKEN,
    /** They were taken before, and perhaps sent. */
    UNCONFIRMED,
    /** Redis has acknowledged them, and may have lost them. */
    ACKNOWLEDGED,
    /** The same, on a server whose data does not continue that of the one that did. */
    REPLAYED
  }

  /** A number as high is written already, and what marks these views is another's. */
  private static final Long MARKED_BY_ANOTHER = -2L;

  /** The view of the post that was sent just before is not written: neither is this one. */
  private static final Long TOO_EARLY = -3L;

  /** The server has forgotten all that this node had of the post: these views as well. */
  private static final Long FORGOTTEN = -4L;

  private final ScriptCalls calls;
  private final PendingViews pendingViews;
  private final Occasion occasion;
  private PendingView views;
  private boolean mayBeWritten;
  private final List<Response<String>> marks = new ArrayList<>(0);
  private boolean isCounted;
  private @Nullable Response<Object> answer;

  private ViewWrite(
      ScriptCalls calls, PendingViews pendingViews, PendingView views, Occasion occasion) {
    this.calls = calls;
    this.pendingViews = pendingViews;
    this.views = views;
    this.occasion = occasion;
    this.mayBeWritten = views.number() != 0;
  }

  /** A view that somebody has just taken. */
  static ViewWrite taken(ScriptCalls calls, PendingViews pendingViews, Viewing viewing) {
    boolean shown = pendingViews.taken(viewing);
    PendingView view = new PendingView(viewing, 0, 1, shown, pendingViews.today());
    return new ViewWrite(calls, pendingViews, view, Occasion.TAKEN);
  }

  /** Views that were taken before, and perhaps sent. */
  public static ViewWrite unconfirmed(
      ScriptCalls calls, PendingViews pendingViews, PendingView views) {
    return new ViewWrite(calls, pendingViews, views, Occasion.UNCONFIRMED);
  }

  /**
   * Views that Redis has acknowledged, and may have lost.
   *
   * @param unrelated whether this server's data does not continue that of the one that did
   */
  public static ViewWrite acknowledged(
      ScriptCalls calls, PendingViews pendingViews, PendingView views, boolean unrelated) {
    Occasion occasion = unrelated ? Occasion.REPLAYED : Occasion.ACKNOWLEDGED;
    return new ViewWrite(calls, pendingViews, views, occasion);
  }

  /** By whom, and of which post. */
  public Viewing viewing() {
    return views.viewing();
  }

  private boolean isAcknowledged() {
    return occasion == Occasion.ACKNOWLEDGED || isReplayed();
  }

  private boolean isReplayed() {
    return occasion == Occasion.REPLAYED;
  }

  private Attempt attempt() {
    return switch (occasion) {
      case TAKEN -> Attempt.FIRST;
      case UNCONFIRMED -> views.shown() ? Attempt.RESENT : Attempt.FIRST; // if readers saw them
      case ACKNOWLEDGED -> Attempt.RESENT;
      case REPLAYED -> Attempt.REPLAYED;
    };
  }

  /** Sends the views, or asks first whether a node of the version before has counted them. */
  public void send(AbstractPipeline pipeline, Operation operation) {
    boolean isFirst = views.number() == 0;
    if (isFirst) {
      views = views.numbered(pendingViews.nextNumber());
      calls
          .earlierVersion()
          .mark(pipeline, views.viewing())
          .forEach(mark -> marks.add(operation.sent(mark)));
    }
    if (marks.isEmpty()) {
      add(pipeline, operation, pendingViews.sending(pipeline, views));
    }
  }

  /**
   * @param after the number that must be written before it, 0 for none
   */
  private void add(AbstractPipeline pipeline, Operation operation, long after) {
    answer =
        operation.sent(
            calls
                .counts()
                .addViews(
                    pipeline, views.viewing(), views.amount(), views.number(), after, attempt()));
  }

  /**
   * Sends what follows from the last answers: the views, when no earlier node has counted them; the
   * same again, if they were not to be written before the view ahead of them; the same under a new
   * number, if a later one was written before them, as may happen while a Cluster moves keys. Not
   * what may have been written by an earlier attempt.
   */
  boolean sendAgain(AbstractPipeline pipeline, Operation operation) {
    if (!marks.isEmpty()) {
      isCounted = marks.stream().anyMatch(mark -> mark.get() == null);
      marks.clear();
      if (isCounted) {
        operation.sentUnchecked(calls.counts().markCounted(pipeline, views.viewing()));
      } else {
        add(pipeline, operation, 0);
      }
      return true;
    }
    if (isCounted) {
      return false;
    }
    if (isTooEarly()) { // the one before has been answered by now, whatever the answer
      mayBeWritten = false;
      add(pipeline, operation, 0);
      return true;
    }
    if (mayBeWritten || !isNotAbove()) {
      return false;
    }
    views = views.numbered(pendingViews.nextNumber());
    add(pipeline, operation, 0);
    return true;
  }

  /** Again and again a later one was written before it: it is kept for another time. */
  private boolean isOvertaken() {
    boolean overtaken = !isCounted && (isTooEarly() || (!mayBeWritten && isNotAbove()));
    if (overtaken) {
      pendingViews.postpone(views.numbered(0));
    }
    return overtaken;
  }

  /** A number as high is written already. */
  private boolean isNotAbove() {
    return reply() instanceof Long number
        && number < 0
        && !isTooEarly()
        && !FORGOTTEN.equals(number);
  }

  private boolean isTooEarly() {
    return TOO_EARLY.equals(reply());
  }

  /** How many of the views Redis has counted, now or at an earlier attempt. */
  private long counted() {
    long number = reply() instanceof Long given ? given : 0;
    boolean isNever = MARKED_BY_ANOTHER.equals(number) || FORGOTTEN.equals(number);
    return number >= 0 ? number : isNever ? 0 : views.amount();
  }

  private @Nullable Object reply() {
    if (answer == null) {
      throw new IllegalStateException("not sent");
    }
    return answer.get();
  }

  /** Redis has answered. */
  public void done() {
    if (isAcknowledged()) {
      if (FORGOTTEN.equals(reply())) {
        pendingViews.forgetAcknowledged(views);
      } else if (counted() == 0 && !isReplayed() && !isNotAbove()) {
        pendingViews.countedElsewhere(views);
      }
      return;
    }
    if (isOvertaken()) {
      return;
    }
    if (isCounted) {
      pendingViews.written(views, 0);
      return;
    }
    pendingViews.written(views, counted());
  }

  /** Redis has refused something; perhaps not this. */
  public void refused() {
    if (isAcknowledged()) {
      return;
    }
    long counted;
    if (answer == null) {
      pendingViews.lost(views);
      return;
    }
    try {
      if (isOvertaken()) {
        return;
      }
      counted = counted();
    } catch (JedisDataException refused) {
      pendingViews.lost(views);
      return;
    }
    pendingViews.written(views, counted);
  }

  /**
   * It is not known whether they were added; they were not, if they never had a number, or if all
   * that was ever sent was refused. Then a later number may be written before they are sent again.
   */
  void abandoned() {
    if (!isAcknowledged()) {
      pendingViews.postpone(!mayBeWritten && isRefused() ? views.numbered(0) : views);
    }
  }

  private boolean isRefused() {
    try {
      reply();
      return false;
    } catch (JedisDataException refused) {
      return true;
    } catch (IllegalStateException notAnswered) {
      return false;
    }
  }
}
