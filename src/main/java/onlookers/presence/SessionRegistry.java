package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * This node's own state: which sessions it has, what each is on, and where its socket sits. Every
 * step is made here first, and then written down. A session changes itself; what follows from that
 * for subscriptions and for this node's own counts is done here.
 */
final class SessionRegistry {
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final PostStates states;
  private final Broadcaster broadcaster;
  private final SnapshotReader snapshots;
  private final SiteBroadcaster site;

  SessionRegistry(
      PostStates states, Broadcaster broadcaster, SnapshotReader snapshots, SiteBroadcaster site) {
    this.states = states;
    this.broadcaster = broadcaster;
    this.snapshots = snapshots;
    this.site = site;
  }

  void open(Session session) {
    sessions.put(session.id(), session);
  }

  @Nullable Session find(String id) {
    return sessions.get(id);
  }

  List<Session> all() {
    return List.copyOf(sessions.values());
  }

  int count() {
    return sessions.size();
  }

  /** Those of all sessions; those that come or go meanwhile may be missing or not. */
  Iterator<String> ids() {
    return sessions.keySet().iterator();
  }

  /** The session is on the post, and viewing it. */
  @GuardedBy("session")
  void move(Session session, Post post, ViewOptions options) {
    Post viewed = session.viewed();
    Set<Post> before = session.wanted();
    session.show(post, options);
    resubscribe(session, before);
    count(post, viewed);
  }

  /** The session is on its post, and no longer viewing it. */
  @GuardedBy("session")
  void park(Session session) {
    Post viewed = session.viewed();
    session.park();
    count(null, viewed);
  }

  /** One session of this node views the one post rather than the other, if they are any. */
  private void count(@Nullable Post now, @Nullable Post before) {
    if (Objects.equals(now, before)) {
      return;
    }
    if (now != null) {
      broadcaster.viewersHere(now, 1);
    }
    if (before != null) {
      broadcaster.viewersHere(before, -1);
    }
  }

  @GuardedBy("session")
  void watch(Session session, Set<Post> posts) {
    Set<Post> before = session.wanted();
    session.watch(posts);
    resubscribe(session, before);
  }

  /** The session's socket is to receive the site's total, or not to. */
  @GuardedBy("session")
  void watchSite(Session session, boolean wanted) {
    SessionListener listener = session.listener();
    if (listener == null || session.watchesSite() == wanted) {
      return;
    }
    session.watchSite(wanted);
    if (wanted) {
      listener.enterSite();
      site.watch(listener);
    } else {
      listener.exitSite();
      site.unwatch();
    }
  }

  /**
   * The counts of the post are to be sent to the session's socket, after all that was written
   * before.
   */
  @GuardedBy("session")
  void answer(Session session, Post post) {
    SessionListener listener = session.listener();
    if (listener != null) {
      listener.enter(post);
      session.events().ask(post);
      snapshots.read(session, listener, post);
    }
  }

  /** The same for posts on which the socket has just taken its places. */
  @GuardedBy("session")
  void answerAll(Session session, Collection<Post> posts) {
    SessionListener listener = session.listener();
    if (listener != null) {
      snapshots.readAll(session, listener, session.events().askAll(posts));
    }
  }

  /** The session has no socket any more. */
  @GuardedBy("session")
  void dismiss(Session session) {
    SessionListener listener = session.listener();
    if (listener != null) {
      unsubscribe(session, listener, session.wanted());
      watchSite(session, false);
      session.detach();
    }
  }

  /** The session has ended. */
  @GuardedBy("session")
  void close(Session session) {
    sessions.remove(session.id(), session);
    dismiss(session);
    park(session);
    session.end();
  }

  /** The session is one that was another node's, and its client knows. */
  @GuardedBy("session")
  void adopt(Session session, String id, long nanos) {
    sessions.remove(session.id(), session);
    session.adopt(id, nanos);
    sessions.put(id, session);
  }

  /**
   * The session is all that the old one was, but for its socket and what that one watches. The old
   * one ends.
   *
   * @return the socket that the old one had, if it still had one
   */
  @GuardedBy("session")
  @Nullable SessionListener inherit(Session session, Session old) {
    Set<Post> before = session.wanted();
    sessions.remove(session.id(), session);
    session.inherit(old);
    sessions.put(session.id(), session);
    resubscribe(session, before);
    synchronized (old) {
      SessionListener previous = old.listener();
      dismiss(old);
      old.end();
      return previous;
    }
  }

  /** Gives up the places that the socket no longer wants, and takes the new ones. */
  @GuardedBy("session")
  private void resubscribe(Session session, Set<Post> before) {
    SessionListener listener = session.listener();
    if (listener == null) {
      return;
    }
    Set<Post> after = session.wanted();
    for (Post post : after) {
      if (!before.contains(post)) {
        listener.enter(post);
        states.listeners(post, 1);
      }
    }
    before.removeAll(after);
    unsubscribe(session, listener, before);
  }

  @GuardedBy("session")
  private void unsubscribe(Session session, SessionListener listener, Collection<Post> posts) {
    List<Post> unanswered = new ArrayList<>(0);
    for (Post post : posts) {
      listener.exit(post);
      states.listeners(post, -1);
      if (session.events().forget(post)) {
        unanswered.add(post);
      }
    }
    snapshots.forget(session, listener, unanswered);
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
      return viewing == null ? null : new ActiveSession(viewing, session.listener() != null);
    }
  }

  boolean isAlive(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      return false;
    }
    synchronized (session) {
      return session.isAnywhere() && !session.hasEnded();
    }
  }

  boolean isWrittenBefore(String id, long nanos) {
    Session session = sessions.get(id);
    if (session == null) {
      return false;
    }
    synchronized (session) {
      return session.isAnywhere() && !session.hasEnded() && session.writtenNanos() - nanos < 0;
    }
  }
}
