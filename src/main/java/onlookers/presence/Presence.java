package onlookers.presence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * What the program does: sessions view posts, move, park, are lost, resume and leave.
 *
 * <p>Each step changes this node's own {@link Books} first, so that leaving undoes whatever
 * follows; that includes the place in the room; then the {@link Scribe} has it written down. The
 * steps of one session are ordered by its monitor, and the repository keeps that order. No step
 * waits for Redis.
 */
public final class Presence implements Tidings {
  private final PresenceTools tools;
  private final int maxWatched;
  private final Broadcaster broadcaster;
  private final SiteBroadcaster site;
  private final Books books;
  private final Scribe scribe;
  private final Resumption resumption;
  private final Graces graces;
  private final FloodPace floods;

  /**
   * @param repository where sessions are written down
   * @param audience who is told
   * @param tools the thread that tells, the scheduler and the instruments
   * @param policy how long a session outlives its socket, and how much one may watch
   * @param siteReader asked while somebody here watches the site's total
   */
  public Presence(
      PresenceRepository repository,
      Audience audience,
      PresenceTools tools,
      PresencePolicy policy,
      SiteReader siteReader) {
    this.tools = tools;
    this.maxWatched = policy.maxWatched();
    this.floods = new FloodPace(tools.scheduler());
    this.broadcaster = new Broadcaster(repository, audience, tools, floods);
    this.site = new SiteBroadcaster(siteReader, audience, tools, broadcaster::viewingHere);
    this.books = new Books(broadcaster, site);
    this.scribe = new Scribe(repository, tools.scheduler(), this::letGo);
    this.resumption = new Resumption(books, scribe, tools.scheduler(), this::show);
    this.graces = new Graces(policy.grace(), tools.scheduler(), this::endIfLost);
  }

  /** Starts reading counts again from time to time, and ending sessions whose grace is over. */
  public void start() {
    broadcaster.start();
    graces.start();
  }

  /** Ends every session at once, those in their grace included. */
  public void close() {
    Guard.each(books.all(), this::end);
  }

  /** A socket has opened: gives it a session, and tells it so. */
  public Session open(Listener socket) {
    Listener listener = new GuardedListener(socket);
    Session session = new Session(SessionIds.next(), listener);
    books.open(session);
    listener.identify(session.id());
    if (broadcaster.degraded()) { // whoever is here already hears it when it begins
      tools.teller().execute(() -> tellIfDegraded(listener));
    }
    return session;
  }

  /** The page shows the post. */
  public void view(Session session, Post post, ViewOptions options) {
    boolean waits =
        session.perform(
            () -> {
              String wanted = options.session();
              if (wanted == null || wanted.equals(session.id())) {
                show(session, post, options);
              } else {
                resumption.resume(session, wanted, post, options);
              }
            });
    limit(session, waits);
  }

  private void limit(Session session, boolean waits) {
    if (waits) {
      floods.begins(session);
    }
  }

  /** The page wants the counts of these posts without being counted; replaces the earlier list. */
  public void watch(Session session, List<Post> posts) {
    watch(session, posts, false);
  }

  /**
   * The same, and the site's total with them.
   *
   * @param total whether the total is wanted; it is no post, and counts against no limit
   */
  public void watch(Session session, List<Post> posts, boolean total) {
    Set<Post> distinct = new HashSet<>(posts);
    if (maxWatched > 0 && distinct.size() > maxWatched) {
      session.refuse(Refusal.TOO_MANY, "at most " + maxWatched + " posts can be watched");
      return;
    }
    limit(session, session.performList(() -> watchNow(session, distinct, total)));
  }

  /** The page is hidden: it is not counted, and still told. */
  public void park(Session session) {
    limit(session, session.perform(() -> parkNow(session)));
  }

  /** The socket was closed by a close frame, or by us: the session ends at once. */
  public void leave(Session session) {
    session.conclude(() -> end(session));
  }

  /** The socket was lost without a close frame, or drained: the session lives on for its grace. */
  public void lose(Session session) {
    session.conclude(() -> loseNow(session));
  }

  /** Whether the session views the post through an open socket. */
  public boolean isViewing(Session session, Post post) {
    synchronized (session) {
      return session.isViewing() && session.listener != null && post.equals(session.post);
    }
  }

  private void show(Session session, Post post, ViewOptions options) {
    synchronized (session) {
      if (!session.ended) {
        boolean arrival = !post.equals(session.post);
        books.move(session, post, options);
        scribe.write(session, arrival ? Kind.ARRIVAL : Kind.RENEWAL);
        books.answer(session, post);
      }
    }
  }

  private void watchNow(Session session, Set<Post> posts, boolean total) {
    synchronized (session) {
      if (!session.ended) {
        Set<Post> known = session.wanted(); // its socket has the counts of these, or will have
        books.watch(session, posts);
        books.watchSite(session, total);
        books.answerAll(session, posts.stream().filter(post -> !known.contains(post)).toList());
      }
    }
  }

  private void parkNow(Session session) {
    synchronized (session) {
      scribe.erase(session);
      books.park(session);
    }
  }

  private void loseNow(Session session) {
    synchronized (session) {
      if (session.ended) {
        return;
      }
      books.dismiss(session);
      if (session.post == null || !graces.grant(session)) {
        end(session);
      }
    }
  }

  private void endIfLost(Session session) {
    synchronized (session) {
      if (session.listener == null) {
        end(session);
      }
    }
  }

  private void end(Session session) {
    synchronized (session) {
      if (!session.ended) {
        books.dismiss(session); // first: it hears nothing of its own leaving
        scribe.giveUp(session);
        books.close(session);
      }
    }
  }

  /** Another node has taken the session over: it is no longer ours to end. */
  private void letGo(Session session) {
    Listener listener = session.listener;
    books.close(session);
    if (listener != null) {
      listener.superseded();
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
    site.switchTo(true);
    broadcaster.away();
  }

  @Override
  public void back() {
    site.switchTo(false);
    broadcaster.back();
  }

  @Override
  public void restore() {
    for (Session session : books.all()) {
      synchronized (session) {
        scribe.rewrite(session);
      }
    }
  }

  @Override
  public List<LivingSession> living() {
    return books.living();
  }

  @Override
  public @Nullable LivingSession living(String id) {
    return books.living(id);
  }

  @Override
  public List<LivingSession> living(Set<Post> posts) {
    return broadcaster.viewedHere(posts) ? books.living(posts) : List.of();
  }

  @Override
  public boolean isLiving(String id) {
    return books.isLiving(id);
  }

  @Override
  public void rewrite(String id) {
    Session session = books.find(id);
    if (session != null) {
      synchronized (session) {
        if (session.listener != null) {
          scribe.rewrite(session);
        }
      }
    }
  }
}
