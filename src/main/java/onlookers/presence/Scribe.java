package onlookers.presence;

import java.util.function.Consumer;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.Setback;
import onlookers.runtime.Scheduler;

/**
 * Has sessions written down, in the order of their steps, and takes in when one could not be.
 * Whoever calls with a session holds its monitor.
 */
final class Scribe {
  private final PresenceRepository repository;
  private final Scheduler scheduler;
  private final Consumer<Session> takenOver;

  /**
   * @param takenOver hears that another node owns the session by now; holds its monitor
   */
  Scribe(PresenceRepository repository, Scheduler scheduler, Consumer<Session> takenOver) {
    this.repository = repository;
    this.scheduler = scheduler;
    this.takenOver = takenOver;
  }

  /** Writes that the session views its post, if it does. */
  void write(Session session, Kind kind) {
    Viewing viewing = session.viewing();
    if (viewing != null) {
      session.writtenNanos = scheduler.nanoTime();
      repository.view(viewing, kind, setback -> suffer(session, setback));
    }
  }

  /**
   * Writes again that the session views its post, if it does. Its client did not ask, and hears no
   * error.
   */
  void rewrite(Session session) {
    Viewing viewing = session.viewing();
    if (viewing != null) {
      session.writtenNanos = scheduler.nanoTime();
      repository.view(viewing, Kind.RENEWAL, setback -> sufferQuietly(session, setback));
    }
  }

  /** Writes that the session views nothing any more, if it did. */
  void erase(Session session) {
    Viewing viewing = session.viewing();
    if (viewing != null) {
      repository.leave(
          viewing.session(),
          viewing.post(),
          session.resumed,
          () -> suffer(session, Setback.TAKEN_OVER));
    }
  }

  /** Takes over another node's session. */
  void resume(Viewing viewing, Consumer<Boolean> done) {
    repository.resume(viewing, done);
  }

  /** Ends a session that was taken over for a socket that has gone meanwhile. */
  void release(Viewing viewing) {
    repository.leave(viewing.session(), viewing.post(), true, () -> {});
  }

  private void sufferQuietly(Session session, Setback setback) {
    if (setback == Setback.TAKEN_OVER) {
      suffer(session, setback);
    }
  }

  private void suffer(Session session, Setback setback) {
    synchronized (session) {
      if (session.ended) {
        return;
      }
      if (setback == Setback.TAKEN_OVER) {
        takenOver.accept(session);
      } else {
        session.refuse(Refusal.UNAVAILABLE, "the post could not be written down");
      }
    }
  }
}
