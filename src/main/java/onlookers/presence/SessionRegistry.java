package onlookers.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * This node's own state: which sessions it has, what each is on, and where its socket sits. Every
 * step is made here first, and then written down. Whoever calls with a session holds its monitor.
 */
final class SessionRegistry {
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Broadcaster broadcaster;
  private final SiteBroadcaster site;

  SessionRegistry(Broadcaster broadcaster, SiteBroadcaster site) {
    this.broadcaster = broadcaster;
    this.site = site;
  }

  void open(Session session) {
    sessions.put(session.id, session);
  }

  @Nullable Session find(String id) {
    return sessions.get(id);
  }

  List<Session> all() {
    return List.copyOf(sessions.values());
  }

  /** The session is on the post, and viewing it. */
  void move(Session session, Post post, ViewOptions options) {
    Post old = session.post;
    boolean wasViewing = session.isViewing();
    boolean arrival = !post.equals(old);
    Set<Post> before = session.wanted();
    session.post = post;
    session.parked = false;
    session.visit = arrival || options.visit() != null ? options.visit() : session.visit;
    session.visitor = arrival || options.visitor() != null ? options.visitor() : session.visitor;
    resubscribe(session, before);
    if (!wasViewing) {
      broadcaster.viewersHere(post, 1);
    } else if (arrival && old != null) {
      broadcaster.viewersHere(post, 1);
      broadcaster.viewersHere(old, -1);
    }
  }

  /** The session is on its post, and no longer viewing it. */
  void park(Session session) {
    if (session.isViewing() && session.post != null) {
      session.parked = true;
      broadcaster.viewersHere(session.post, -1);
    }
  }

  void watch(Session session, Set<Post> posts) {
    Set<Post> before = session.wanted();
    session.watched = Set.copyOf(posts);
    resubscribe(session, before);
  }

  /** The session's socket is to hear the site's total, or not to. */
  void watchSite(Session session, boolean wanted) {
    SessionListener listener = session.listener;
    if (listener == null || session.watchesSite == wanted) {
      return;
    }
    session.watchesSite = wanted;
    if (wanted) {
      listener.enterSite();
      site.watch(listener);
    } else {
      listener.exitSite();
      site.unwatch();
    }
  }

  /**
   * The counts of the post are to be told to the session's socket, after all that was written
   * before.
   */
  void answer(Session session, Post post) {
    if (session.listener != null) {
      session.listener.enter(post);
      session.questions().ask(post);
      broadcaster.answer(session, session.listener, post);
    }
  }

  /** The same for posts on which the socket has just taken its places. */
  void answerAll(Session session, Collection<Post> posts) {
    if (session.listener != null) {
      broadcaster.answerAll(session, session.listener, session.questions().askAll(posts));
    }
  }

  /** The session has no socket any more. */
  void dismiss(Session session) {
    if (session.listener != null) {
      unsubscribe(session, session.listener, session.wanted());
      watchSite(session, false);
      session.questions().clear();
      session.listener = null;
    }
  }

  /** The session has ended. */
  void close(Session session) {
    sessions.remove(session.id, session);
    dismiss(session);
    park(session);
    session.ended = true;
  }

  /** The session is called by another one's name from now on, and its client knows. */
  void rename(Session session, String id) {
    sessions.remove(session.id, session);
    session.id = id;
    sessions.put(id, session);
    if (session.listener != null) {
      session.listener.identify(id);
    }
  }

  /** The session is all that the old one was, but for its socket and what that one watches. */
  void inherit(Session session, Session old) {
    rename(session, old.id);
    Set<Post> before = session.wanted();
    session.resumed = old.resumed;
    session.post = old.post;
    session.parked = !old.isViewing(); // a viewer that is taken over stays counted
    session.visit = old.visit;
    session.visitor = old.visitor;
    resubscribe(session, before);
    dismiss(old);
    old.ended = true;
  }

  /** Gives up the places that the socket no longer wants, and takes the new ones. */
  private void resubscribe(Session session, Set<Post> before) {
    SessionListener listener = session.listener;
    if (listener == null) {
      return;
    }
    Set<Post> after = session.wanted();
    for (Post post : after) {
      if (!before.contains(post)) {
        listener.enter(post);
        broadcaster.listeners(post, 1);
      }
    }
    before.removeAll(after);
    unsubscribe(session, listener, before);
  }

  private void unsubscribe(Session session, SessionListener listener, Collection<Post> posts) {
    List<Post> unanswered = new ArrayList<>(0);
    for (Post post : posts) {
      listener.exit(post);
      broadcaster.listeners(post, -1);
      if (session.questions().forget(post)) {
        unanswered.add(post);
      }
    }
    broadcaster.forget(session, listener, unanswered);
  }

  /** The sessions that view a post, those in their grace included. Takes each one's monitor. */
  List<ActiveSession> active() {
    return sessions.values().stream()
        .map(SessionRegistry::active)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Those of them that view one of these posts. Goes through all sessions. */
  List<ActiveSession> active(Set<Post> posts) {
    return active().stream().filter(one -> posts.contains(one.viewing().post())).toList();
  }

  /** The session, if it views a post. Takes its monitor. */
  @Nullable ActiveSession active(String id) {
    Session session = sessions.get(id);
    return session == null ? null : active(session);
  }

  private static @Nullable ActiveSession active(Session session) {
    synchronized (session) {
      Viewing viewing = session.viewing();
      return viewing == null
          ? null
          : new ActiveSession(viewing, session.listener != null, session.writtenNanos);
    }
  }

  boolean isActive(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      return false;
    }
    synchronized (session) {
      return session.isViewing();
    }
  }
}
