package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.WriteFailure;
import onlookers.runtime.Scheduler;

/** Has sessions written down, in the order of their steps, and takes in when one could not be. */
final class SessionWriter {
  private final PresenceRepository repository;
  private final Scheduler scheduler;
  private final Consumer<Session> takenOver;

  /**
   * Sessions that Redis is being asked for. Held while a session is asked for or given up, so that
   * the one is written before the other: what was just asked for is not ended behind its asker's
   * back.
   */
  @GuardedBy("asked")
  private final Map<String, Asked> asked = new HashMap<>();

  /** One session that Redis is being asked for. */
  private static final class Asked {
    int outstanding;
    boolean isContested;
  }

  /** Receives what became of a resume. */
  interface Answer {
    /**
     * Redis has answered, or was lost.
     *
     * @param alive whether the session is ours now
     * @param isContested whether somebody else here has asked for it meanwhile, and may have moved
     *     it
     */
    void resumed(boolean alive, boolean isContested);
  }

  /**
   * @param takenOver called when another node owns the session by now; holds its monitor
   */
  SessionWriter(PresenceRepository repository, Scheduler scheduler, Consumer<Session> takenOver) {
    this.repository = repository;
    this.scheduler = scheduler;
    this.takenOver = takenOver;
  }

  /** Writes that the session views its post, if it does. */
  @GuardedBy("session")
  void write(Session session, Kind kind) {
    Viewing viewing = session.viewing();
    if (viewing != null) {
      session.written(scheduler.nanoTime());
      repository.view(viewing, kind, failure -> onFailure(session, failure));
    }
  }

  /**
   * Writes again that the session views its post or is parked there, if so. Its client did not ask,
   * and receives no error.
   */
  @GuardedBy("session")
  void rewrite(Session session) {
    Viewing viewing = session.viewing();
    if (viewing == null) {
      park(session);
    } else {
      session.written(scheduler.nanoTime());
      repository.view(viewing, Kind.RENEWAL, failure -> onFailureQuietly(session, failure));
    }
  }

  /** Writes that the session is parked on its post, if it is. */
  @GuardedBy("session")
  void park(Session session) {
    Viewing parked = session.parked();
    if (parked != null) {
      session.written(scheduler.nanoTime());
      repository.park(parked, () -> onFailure(session, WriteFailure.TAKEN_OVER));
    }
  }

  /**
   * Writes that a session has ended which this node has no more, unless somebody here has asked for
   * it.
   */
  @GuardedBy("session")
  void giveUp(Session session) {
    synchronized (asked) {
      if (!asked.containsKey(session.id())) {
        erase(session);
      }
    }
  }

  @GuardedBy("session")
  private void erase(Session session) {
    Post viewed = session.viewed();
    Post post = viewed == null ? session.parkedAt() : viewed;
    if (post != null) {
      repository.leave(
          session.id(),
          post,
          session.isResumed(),
          () -> onFailure(session, WriteFailure.TAKEN_OVER));
    }
  }

  /** Takes over another node's session. */
  void resume(Viewing viewing, Answer answer) {
    String id = viewing.session();
    synchronized (asked) {
      Asked question = asked.computeIfAbsent(id, key -> new Asked());
      question.isContested |= question.outstanding > 0;
      question.outstanding++;
      repository.resume(viewing, alive -> answered(id, question, alive, answer));
    }
  }

  private void answered(String id, Asked question, boolean alive, Answer answer) {
    boolean isContested;
    synchronized (asked) {
      isContested = question.isContested;
      if (--question.outstanding == 0) {
        asked.remove(id);
      }
    }
    answer.resumed(alive, isContested);
  }

  /**
   * Ends a session that was taken over for a socket that has gone meanwhile, unless somebody else
   * here has asked for it.
   */
  void release(Viewing viewing) {
    synchronized (asked) {
      if (!asked.containsKey(viewing.session())) {
        repository.leave(viewing.session(), viewing.post(), true, () -> {});
      }
    }
  }

  private void onFailureQuietly(Session session, WriteFailure failure) {
    if (failure == WriteFailure.TAKEN_OVER) {
      onFailure(session, failure);
    }
  }

  private void onFailure(Session session, WriteFailure failure) {
    synchronized (session) {
      if (session.hasEnded()) {
        return;
      }
      if (failure == WriteFailure.TAKEN_OVER) {
        takenOver.accept(session);
      } else {
        session.refuse(Refusal.UNAVAILABLE, "the post could not be written down");
      }
    }
  }
}
