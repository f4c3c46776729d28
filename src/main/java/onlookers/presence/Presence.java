package onlookers.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.PresenceRepository.Setback;
import org.jspecify.annotations.Nullable;

/**
 * What the program does: sessions view posts, move, park, are lost, resume and leave.
 *
 * <p>Each step changes this node's own state first, so that leaving undoes whatever follows; then
 * the place in the room; then what is written down. The steps of one session are ordered by its
 * monitor, and the repository keeps that order. No step waits for Redis.
 */
public final class Presence implements Tidings {
  private final PresenceRepository repository;
  private final Broadcaster broadcaster;
  private final Graces graces;
  private final int maxWatched;
  private final SessionIds ids = new SessionIds();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /**
   * Held while two sessions are locked, always before either, so that two resumes cannot lock each
   * other out.
   */
  private final Object handover = new Object();

  private final PresenceTools tools;

  /**
   * @param repository where sessions are written down
   * @param audience who is told
   * @param tools the thread that tells, the clock and the instruments
   * @param policy how long a session outlives its socket, and how much one may watch
   */
  public Presence(
      PresenceRepository repository,
      Audience audience,
      PresenceTools tools,
      PresencePolicy policy) {
    this.repository = repository;
    this.tools = tools;
    this.maxWatched = policy.maxWatched();
    this.broadcaster = new Broadcaster(repository, audience, tools);
    this.graces = new Graces(policy.grace(), tools.clock(), this::leaveIfLost);
  }

  /** Starts reading counts again from time to time, and ending sessions whose grace is over. */
  public void start() {
    broadcaster.start();
    graces.start();
  }

  /** Ends every session at once, those in their grace included. */
  public void close() {
    List.copyOf(sessions.values()).forEach(this::end);
  }

  /** A socket has opened: gives it a session, and tells it so. */
  public Session open(Listener listener) {
    Session session = new Session(ids.next(), listener);
    sessions.put(session.id, session);
    listener.identify(session.id);
    tools.teller().execute(() -> tellIfDegraded(listener));
    return session;
  }

  /** The page shows the post. */
  public void view(Session session, Post post, ViewOptions options) {
    perform(session, () -> viewOrResume(session, post, options));
  }

  /** The page wants the counts of these posts without being counted; replaces the earlier list. */
  public void watch(Session session, List<Post> posts) {
    Set<Post> distinct = new HashSet<>(posts);
    if (maxWatched > 0 && distinct.size() > maxWatched) {
      refuse(session, Refusal.TOO_MANY, "at most " + maxWatched + " posts can be watched");
      return;
    }
    perform(session, () -> watchNow(session, distinct));
  }

  /** The page is hidden: it is not counted, and still told. */
  public void park(Session session) {
    perform(session, () -> parkNow(session));
  }

  /** The socket was closed by a close frame, or by us: the session ends at once. */
  public void leave(Session session) {
    session.conclude(() -> end(session));
  }

  /** The socket was lost without a close frame, or drained: the session lives on for its grace. */
  public void lose(Session session) {
    session.conclude(() -> loseNow(session));
  }

  private void perform(Session session, Runnable event) {
    if (!session.perform(event)) {
      refuse(session, Refusal.TOO_MANY, "too many events while the session is being resumed");
    }
  }

  private void viewOrResume(Session session, Post post, ViewOptions options) {
    String wanted = options.session();
    if (wanted == null || wanted.equals(session.id())) {
      show(session, post, options);
    } else if (!resumeHere(session, wanted, post, options)) {
      resumeFromElsewhere(session, wanted, post, options);
    }
  }

  private void show(Session session, Post post, ViewOptions options) {
    synchronized (session) {
      if (session.ended) {
        return;
      }
      boolean arrival = !post.equals(session.post);
      moveTo(session, post, options);
      write(session, arrival ? Kind.ARRIVAL : Kind.RENEWAL);
      answer(session, post);
    }
  }

  /** Moves the session in this node's own books. */
  private void moveTo(Session session, Post post, ViewOptions options) {
    Post old = session.post;
    boolean wasViewing = session.isViewing();
    boolean arrival = !post.equals(old);
    Set<Post> before = session.wanted();
    session.post = post;
    session.parked = false;
    session.visit = arrival || options.visit() != null ? options.visit() : session.visit;
    session.visitor = arrival || options.visitor() != null ? options.visitor() : session.visitor;
    reseat(session, before);
    if (!wasViewing) {
      broadcaster.viewersHere(post, 1);
    } else if (arrival && old != null) {
      broadcaster.viewersHere(post, 1);
      broadcaster.viewersHere(old, -1);
    }
  }

  private void write(Session session, Kind kind) {
    if (session.post == null) {
      return;
    }
    session.writtenNanos = System.nanoTime();
    Viewing viewing = new Viewing(session.id, session.post, session.visit, session.visitor);
    repository.view(viewing, kind, setback -> suffer(session, setback));
  }

  private void answer(Session session, Post post) {
    if (session.listener != null) {
      session.listener.enter(post);
      broadcaster.answer(post, session.listener);
    }
  }

  private void watchNow(Session session, Set<Post> posts) {
    synchronized (session) {
      if (session.ended) {
        return;
      }
      Set<Post> before = session.wanted();
      session.watched = Set.copyOf(posts);
      reseat(session, before);
      posts.forEach(post -> answer(session, post));
    }
  }

  private void parkNow(Session session) {
    synchronized (session) {
      if (session.isViewing() && session.post != null) {
        session.parked = true;
        broadcaster.viewersHere(session.post, -1);
        repository.leave(session.id, session.post, session.resumed);
      }
    }
  }

  private void loseNow(Session session) {
    synchronized (session) {
      if (session.ended) {
        return;
      }
      dismiss(session);
      if (session.post == null || !graces.grant(session)) {
        end(session);
      }
    }
  }

  private void leaveIfLost(Session session) {
    synchronized (session) {
      if (session.listener == null) {
        end(session);
      }
    }
  }

  private void end(Session session) {
    synchronized (session) {
      if (session.ended) {
        return;
      }
      sessions.remove(session.id, session);
      if (session.isViewing() && session.post != null) {
        repository.leave(session.id, session.post, session.resumed);
      }
      forget(session);
    }
  }

  /** Takes the session out of this node's books without a word to Redis. */
  private void forget(Session session) {
    boolean wasViewing = session.isViewing();
    dismiss(session);
    session.ended = true;
    if (wasViewing && session.post != null) {
      broadcaster.viewersHere(session.post, -1);
    }
  }

  /** Takes the session's socket out of every room. */
  private void dismiss(Session session) {
    if (session.listener == null) {
      return;
    }
    Set<Post> before = session.wanted();
    unseat(session.listener, before);
    session.listener = null;
  }

  /** Gives up the places that the socket no longer wants and takes the new ones. */
  private void reseat(Session session, Set<Post> before) {
    Listener listener = session.listener;
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
    unseat(listener, before);
  }

  private void unseat(Listener listener, Collection<Post> posts) {
    for (Post post : posts) {
      listener.exit(post);
      broadcaster.listeners(post, -1);
    }
  }

  /** Resumes a session that this node knows. Answers whether it does. */
  private boolean resumeHere(Session session, String wanted, Post post, ViewOptions options) {
    synchronized (handover) {
      Session old = sessions.get(wanted);
      if (old == null) {
        return false;
      }
      synchronized (session) {
        synchronized (old) {
          if (old.ended || session.ended) {
            return false;
          }
          takeOver(session, old);
        }
        reclaim(session, post, options);
        return true;
      }
    }
  }

  private void takeOver(Session session, Session old) {
    becomes(session, old.id);
    session.resumed = old.resumed;
    Set<Post> before = session.wanted();
    boolean viewing = old.isViewing();
    Listener previous = old.listener;
    dismiss(old);
    old.ended = true;
    session.post = old.post;
    session.parked = !viewing;
    session.visit = old.visit;
    session.visitor = old.visitor;
    reseat(session, before);
    if (previous != null) {
      previous.superseded();
    }
  }

  private void reclaim(Session session, Post post, ViewOptions options) {
    boolean arrival = !post.equals(session.post);
    boolean written = session.isViewing();
    if (written) {
      write(session, Kind.RECLAIM);
    }
    moveTo(session, post, options);
    if (arrival || !written) {
      write(session, arrival ? Kind.ARRIVAL : Kind.RENEWAL);
    }
    answer(session, post);
  }

  /**
   * Asks Redis for a session of another node. Until it has answered, the client's further events
   * wait.
   */
  private void resumeFromElsewhere(Session session, String wanted, Post post, ViewOptions options) {
    session.holdEvents();
    Viewing viewing = new Viewing(wanted, post, options.visit(), options.visitor());
    repository.resume(viewing, alive -> resumed(session, viewing, alive));
  }

  private void resumed(Session session, Viewing viewing, boolean alive) {
    ViewOptions options = new ViewOptions(viewing.visit(), viewing.visitor(), null);
    if (alive) {
      settleResumed(session, viewing, options);
    } else {
      show(session, viewing.post(), options);
    }
    session.releaseEvents();
  }

  private void settleResumed(Session session, Viewing viewing, ViewOptions options) {
    synchronized (session) {
      if (session.ended) {
        repository.leave(viewing.session(), viewing.post(), true);
        return;
      }
      becomes(session, viewing.session());
      session.resumed = true;
      session.writtenNanos = System.nanoTime();
      moveTo(session, viewing.post(), options);
      answer(session, viewing.post());
    }
  }

  /** Gives the socket another session's id; what it was itself ends. */
  private void becomes(Session session, String id) {
    sessions.remove(session.id, session);
    if (session.isViewing() && session.post != null) {
      repository.leave(session.id, session.post, session.resumed);
      broadcaster.viewersHere(session.post, -1);
      session.parked = true;
    }
    session.id = id;
    sessions.put(id, session);
    if (session.listener != null) {
      session.listener.identify(id);
    }
  }

  private void suffer(Session session, Setback setback) {
    synchronized (session) {
      if (setback == Setback.TAKEN_OVER && !session.ended) {
        Listener listener = session.listener;
        sessions.remove(session.id, session);
        forget(session);
        if (listener != null) {
          listener.superseded();
        }
      } else if (setback == Setback.REFUSED) {
        refuse(session, Refusal.UNAVAILABLE, "the post could not be written down");
      }
    }
  }

  private void refuse(Session session, Refusal refusal, String message) {
    Listener listener;
    synchronized (session) {
      listener = session.listener;
    }
    if (listener != null) {
      listener.refuse(refusal, message);
    }
  }

  private void tellIfDegraded(Listener listener) {
    if (broadcaster.degraded()) {
      listener.degraded(true);
    }
  }

  @Override
  public void changed(Post post) {
    broadcaster.changed(post);
  }

  @Override
  public void changedAll() {
    broadcaster.changedAll();
  }

  @Override
  public void announced(boolean announced) {
    broadcaster.announced(announced);
  }

  @Override
  public void away() {
    broadcaster.away();
  }

  @Override
  public void back() {
    broadcaster.back();
  }

  @Override
  public void restore() {
    for (Session session : sessions.values()) {
      synchronized (session) {
        if (session.isViewing()) {
          write(session, Kind.RENEWAL);
        }
      }
    }
  }

  @Override
  public List<LivingSession> living() {
    List<LivingSession> living = new ArrayList<>();
    for (Session session : sessions.values()) {
      LivingSession one = living(session);
      if (one != null) {
        living.add(one);
      }
    }
    return living;
  }

  private static @Nullable LivingSession living(Session session) {
    synchronized (session) {
      if (!session.isViewing() || session.post == null) {
        return null;
      }
      Viewing viewing = new Viewing(session.id, session.post, session.visit, session.visitor);
      return new LivingSession(viewing, session.listener != null, session.writtenNanos);
    }
  }

  @Override
  public boolean isLiving(String id) {
    Session session = sessions.get(id);
    return session != null && living(session) != null;
  }

  @Override
  public void rewrite(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      return;
    }
    synchronized (session) {
      if (session.isViewing() && session.listener != null) {
        write(session, Kind.RENEWAL);
      }
    }
  }

  /** Whether the session views the post through an open socket. */
  public boolean isViewing(Session session, Post post) {
    synchronized (session) {
      return session.isViewing() && session.listener != null && post.equals(session.post);
    }
  }
}
