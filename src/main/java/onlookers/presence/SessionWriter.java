package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Consumer;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.WriteFailure;
import onlookers.runtime.Scheduler;

/** Has sessions written down, in the order of their steps, and takes in when one could not be. */
final class SessionWriter {
  private final PresenceRepository repository;
  private final Scheduler scheduler;
  private final Consumer<Session> takenOver;
  private final PendingResumes pendingResumes = new PendingResumes();

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
      String id = viewing.session();
      repository.view(viewing, kind, failure -> onFailure(session, id, failure));
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
      String id = viewing.session();
      repository.view(viewing, Kind.RENEWAL, failure -> onFailureQuietly(session, id, failure));
    }
  }

  /** Writes that the session is parked on its post, if it is. */
  @GuardedBy("session")
  void park(Session session) {
    Viewing parked = session.parked();
    if (parked != null) {
      session.written(scheduler.nanoTime());
      String id = parked.session();
      repository.park(parked, () -> onFailure(session, id, WriteFailure.TAKEN_OVER));
    }
  }

  /**
   * Writes that a session has ended which this node has no more, unless somebody here has asked for
   * it.
   */
  @GuardedBy("session")
  void giveUp(Session session) {
    Post viewed = session.viewed();
    Post post = viewed == null ? session.parkedAt() : viewed;
    boolean isResumed = session.isResumed();
    String id = session.id();
    if (post != null) {
      pendingResumes.unlessPending(
          id,
          () ->
              repository.leave(
                  id, post, isResumed, () -> onFailure(session, id, WriteFailure.TAKEN_OVER)));
    }
  }

  /** Takes over another node's session. */
  void resume(Viewing viewing, PendingResumes.Answer answer) {
    pendingResumes.begin(
        viewing.session(), answer, answered -> repository.resume(viewing, answered));
  }

  /**
   * Ends a session that was taken over for a socket that has gone meanwhile, unless somebody else
   * here has asked for it.
   */
  void release(Viewing viewing) {
    pendingResumes.unlessPending(
        viewing.session(),
        () -> repository.leave(viewing.session(), viewing.post(), true, () -> {}));
  }

  private void onFailureQuietly(Session session, String id, WriteFailure failure) {
    if (failure == WriteFailure.TAKEN_OVER) {
      onFailure(session, id, failure);
    }
  }

  /**
   * @param id under which it was written: by now it may go by another one, and go on
   */
  private void onFailure(Session session, String id, WriteFailure failure) {
    synchronized (session) {
      if (session.hasEnded() || !session.id().equals(id)) {
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
