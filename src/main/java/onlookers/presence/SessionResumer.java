package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A client comes back with the session that it had. If this node knows it, it goes on here at once,
 * whether its old socket is lost or still open; else Redis is asked, and until it has answered, or
 * the {@linkplain #LIMIT limit} is over, the client's further events wait.
 */
final class SessionResumer {
  /** What happens when there is nothing to resume. */
  interface Show {
    void show(Session session, Post post, ViewOptions options);
  }

  /**
   * The longest that a client's events wait. A Redis that hangs is noticed before; this is for an
   * answer that gets lost in some other way.
   */
  static final Duration LIMIT = EventQueue.MAX_WAIT;

  private final SessionRegistry registry;
  private final SessionWriter writer;
  private final Scheduler scheduler;
  private final Show show;

  /**
   * Held while two sessions are locked, always before either, so that two resumes cannot lock each
   * other out.
   */
  private final Object handover = new Object();

  SessionResumer(SessionRegistry registry, SessionWriter writer, Scheduler scheduler, Show show) {
    this.registry = registry;
    this.writer = writer;
    this.scheduler = scheduler;
    this.show = show;
  }

  void resume(Session session, String wanted, Post post, ViewOptions options) {
    Viewing viewing = new Viewing(wanted, post, options.visit(), options.visitor());
    if (!resumeHere(session, viewing)) {
      new Attempt(session, viewing).begin();
    }
  }

  /** Goes on with a session of this node; returns whether there is one of that name. */
  private boolean resumeHere(Session session, Viewing viewing) {
    synchronized (handover) {
      Session old = registry.find(viewing.session());
      if (old == null || old == session) {
        return false;
      }
      SessionListener previous;
      synchronized (session) {
        synchronized (old) {
          if (old.hasEnded() || session.hasEnded()) {
            return false;
          }
          previous = takeOver(session, old);
        }
        goOn(session, viewing.post(), options(viewing));
      }
      if (previous != null) {
        previous.superseded();
      }
      return true;
    }
  }

  /** Returns the socket that the old session had, if it still had one. */
  @GuardedBy("session")
  private @Nullable SessionListener takeOver(Session session, Session old) {
    writer.giveUp(session);
    registry.park(session);
    return registry.inherit(session, old);
  }

  /**
   * Claims the session, which another node may have taken over without this one knowing yet, and
   * moves it.
   */
  @GuardedBy("session")
  private void goOn(Session session, Post post, ViewOptions options) {
    boolean arrival = !session.isOn(post);
    boolean written = session.isViewing();
    writer.write(session, Kind.RECLAIM);
    registry.move(session, post, options);
    if (!written) { // so it could not be claimed before
      writer.write(session, arrival ? Kind.RECLAIMING_ARRIVAL : Kind.RECLAIM);
    } else if (arrival) {
      writer.write(session, Kind.ARRIVAL);
    }
    registry.answer(session, post);
  }

  /** Goes on with a session that was another node's; returns whether its socket is still there. */
  private boolean adopt(Session session, Viewing viewing, boolean isContested) {
    synchronized (session) {
      if (session.hasEnded()) {
        return false;
      }
      writer.giveUp(session);
      registry.park(session);
      registry.adopt(session, viewing.session(), scheduler.nanoTime());
      registry.move(session, viewing.post(), options(viewing));
      registry.answer(session, viewing.post());
      if (isContested) {
        writer.rewrite(session);
      }
      return true;
    }
  }

  private static ViewOptions options(Viewing viewing) {
    return new ViewOptions(viewing.visit(), viewing.visitor(), null);
  }

  /** One question to Redis, and what becomes of it. It ends once, by an answer or by the limit. */
  private final class Attempt {
    private final Session session;
    private final Viewing viewing;
    private final AtomicBoolean over = new AtomicBoolean();

    Attempt(Session session, Viewing viewing) {
      this.session = session;
      this.viewing = viewing;
    }

    void begin() {
      session.events().hold();
      scheduler.after(LIMIT, () -> end(false, false));
      writer.resume(viewing, this::answered);
    }

    private void answered(boolean alive, boolean isContested) {
      if (!end(alive, isContested) && alive) {
        giveBack();
      }
    }

    /** Returns whether it was not over before. */
    private boolean end(boolean alive, boolean isContested) {
      if (!over.compareAndSet(false, true)) {
        return false;
      }
      try {
        if (alive) {
          reconcile(isContested);
        } else {
          show.show(session, viewing.post(), options(viewing));
        }
      } finally {
        session.events().release();
      }
      return true;
    }

    /**
     * The session is this node's now. Another socket of it may have asked for it as well: the last
     * one gets it that is still there.
     */
    private void reconcile(boolean isContested) {
      synchronized (handover) {
        boolean isHere = registry.find(viewing.session()) != null;
        if (isHere && !session.events().hasGone() && resumeHere(session, viewing)) {
          return;
        }
        if (isHere || !adopt(session, viewing, isContested)) {
          giveBack();
        }
      }
    }

    /**
     * Its socket has gone, or has been given a new session. Another socket of this node that has
     * the session stays where it is; without one the session ends.
     */
    private void giveBack() {
      synchronized (handover) {
        Session holder = registry.find(viewing.session());
        if (holder == null) {
          writer.release(viewing);
          return;
        }
        synchronized (holder) {
          if (holder.isAnywhere() && !holder.hasEnded()) {
            writer.rewrite(holder);
          } else {
            writer.release(viewing);
          }
        }
      }
    }
  }
}
