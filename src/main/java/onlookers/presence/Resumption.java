package onlookers.presence;

import onlookers.presence.PresenceRepository.Kind;

/**
 * A client comes back with the session that it had. If this node knows it, it goes on here at once,
 * whether its old socket is lost or still open; else Redis is asked, and until it has answered the
 * client's further events wait.
 */
final class Resumption {
  /** What happens when there is nothing to resume. */
  interface Show {
    void show(Session session, Post post, ViewOptions options);
  }

  private final Books books;
  private final Scribe scribe;
  private final Show show;

  /**
   * Held while two sessions are locked, always before either, so that two resumes cannot lock each
   * other out.
   */
  private final Object handover = new Object();

  Resumption(Books books, Scribe scribe, Show show) {
    this.books = books;
    this.scribe = scribe;
    this.show = show;
  }

  void resume(Session session, String wanted, Post post, ViewOptions options) {
    if (!resumeHere(session, wanted, post, options)) {
      resumeFromElsewhere(session, wanted, post, options);
    }
  }

  private boolean resumeHere(Session session, String wanted, Post post, ViewOptions options) {
    synchronized (handover) {
      Session old = books.find(wanted);
      if (old == null || old == session) {
        return false;
      }
      synchronized (session) {
        synchronized (old) {
          if (old.ended || session.ended) {
            return false;
          }
          takeOver(session, old);
        }
        goOn(session, post, options);
        return true;
      }
    }
  }

  private void takeOver(Session session, Session old) {
    Listener previous = old.listener;
    scribe.erase(session);
    books.park(session);
    books.inherit(session, old);
    if (previous != null) {
      previous.superseded();
    }
  }

  /**
   * Claims the session, which another node may have taken over without this one knowing yet, and
   * moves it.
   */
  private void goOn(Session session, Post post, ViewOptions options) {
    boolean arrival = !post.equals(session.post);
    boolean written = session.isViewing();
    scribe.write(session, Kind.RECLAIM);
    books.move(session, post, options);
    if (arrival || !written) {
      scribe.write(session, arrival ? Kind.ARRIVAL : Kind.RENEWAL);
    }
    books.answer(session, post);
  }

  private void resumeFromElsewhere(Session session, String wanted, Post post, ViewOptions options) {
    session.holdEvents();
    Viewing viewing = new Viewing(wanted, post, options.visit(), options.visitor());
    scribe.resume(viewing, alive -> resumed(session, viewing, alive));
  }

  private void resumed(Session session, Viewing viewing, boolean alive) {
    ViewOptions options = new ViewOptions(viewing.visit(), viewing.visitor(), null);
    if (alive) {
      settle(session, viewing, options);
    } else {
      show.show(session, viewing.post(), options);
    }
    session.releaseEvents();
  }

  private void settle(Session session, Viewing viewing, ViewOptions options) {
    synchronized (session) {
      if (session.ended) {
        scribe.release(viewing);
        return;
      }
      scribe.erase(session);
      books.park(session);
      books.rename(session, viewing.session());
      session.resumed = true;
      session.writtenNanos = System.nanoTime();
      books.move(session, viewing.post(), options);
      books.answer(session, viewing.post());
    }
  }
}
