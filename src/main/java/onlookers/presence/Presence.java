package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * What the program does: sessions view posts, move, park, are lost, resume and leave.
 *
 * <p>Each step changes this node's own {@link SessionRegistry} first, so that leaving undoes
 * whatever follows; that includes its subscriptions; then the {@link SessionWriter} has it written
 * down. The steps of one session are ordered by its monitor, and the repository keeps that order.
 * No step waits for Redis.
 */
public final class Presence implements CountsListener {
  private final PresenceTools tools;
  private final int maxWatched;
  private final PostStates states;
  private final Broadcaster broadcaster;
  private final PostRereader rereader;
  private final SiteBroadcaster site;
  private final SessionRegistry registry;
  private final SessionWriter writer;
  private final SessionResumer resumer;
  private final SessionSource sessions;
  private final GracePeriods gracePeriods;
  private final FloodThrottle floods;

  /**
   * @param repository where sessions are written down
   * @param publisher publishes counts to the clients of this node
   * @param tools the notifier thread, the scheduler and the metrics
   * @param policy how long a session outlives its socket, and how much one may watch
   * @param siteReader asked while somebody here watches the site's total
   */
  public Presence(
      PresenceRepository repository,
      CountsPublisher publisher,
      PresenceTools tools,
      PresencePolicy policy,
      SiteReader siteReader) {
    this.tools = tools;
    this.maxWatched = policy.maxWatched();
    this.floods = new FloodThrottle(tools.scheduler());
    this.states = new PostStates(repository, tools);
    this.broadcaster = new Broadcaster(repository, publisher, states, tools);
    this.rereader = new PostRereader(states, tools.scheduler(), broadcaster::changed);
    this.site = new SiteBroadcaster(siteReader, publisher, tools, states::viewingHere);
    SnapshotReader snapshots = new SnapshotReader(repository, states, broadcaster, floods, tools);
    this.registry = new SessionRegistry(states, broadcaster, snapshots, site);
    this.writer = new SessionWriter(repository, tools.scheduler(), this::letGo);
    this.resumer = new SessionResumer(registry, writer, tools.scheduler(), this::show);
    this.sessions = new NodeSessions(registry, states, writer);
    this.gracePeriods = new GracePeriods(policy.grace(), tools.scheduler(), this::endIfLost);
  }

  /** Starts reading counts again from time to time, and ending sessions whose grace is over. */
  public void start() {
    rereader.start();
  }

  /** Ends every session at once, those in their grace included. */
  public void close() {
    Guard.each(registry.all(), this::end);
  }

  /** A socket has opened: gives it a session, and sends it the session's id. */
  public Session open(SessionListener socket) {
    SessionListener listener = new GuardedSessionListener(socket);
    Session session = new Session(SessionIds.next(), listener);
    registry.open(session);
    listener.identify(session.id());
    if (broadcaster.degraded()) { // whoever is here already is notified when it begins
      tools.notifier().execute(() -> notifyIfDegraded(listener));
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
                resumer.resume(session, wanted, post, options);
              }
            });
    limit(session, waits);
  }

  private void limit(Session session, boolean waits) {
    if (waits) {
      floods.begins(session.events());
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

  /** The page is hidden: it is not counted, and still notified. */
  public void park(Session session) {
    limit(session, session.perform(() -> parkNow(session)));
  }

  /** The socket was closed by a close frame, or by us: the session ends at once. */
  public void leave(Session session) {
    session.events().conclude(() -> end(session));
  }

  /** The socket was lost without a close frame, or drained: the session lives on for its grace. */
  public void lose(Session session) {
    session.events().conclude(() -> loseNow(session));
  }

  /** Whether the session views the post through an open socket. */
  public boolean isViewing(Session session, Post post) {
    synchronized (session) {
      return session.isViewing() && session.listener() != null && session.isOn(post);
    }
  }

  /** What is shown of the post, if no change of it is known that has not been read yet. */
  @Nullable Counts shown(Post post) {
    return states.shown(post);
  }

  /** The same for some posts, others each time. On the scheduler only. */
  Map<Post, Counts> sampleShown(int most) {
    return states.sampleShown(most);
  }

  /** How long the oldest change is known that has not been read yet; zero if there is none. */
  Duration oldestUnreadChange() {
    return states.oldestUnreadChange();
  }

  private void show(Session session, Post post, ViewOptions options) {
    synchronized (session) {
      if (!session.hasEnded()) {
        Kind kind = kind(session, post);
        registry.move(session, post, options);
        writer.write(session, kind);
        registry.answer(session, post);
      }
    }
  }

  @GuardedBy("session")
  private static Kind kind(Session session, Post post) {
    if (session.isOn(post)) {
      return Kind.RENEWAL;
    }
    return session.isUnwritten() ? Kind.FIRST : Kind.ARRIVAL;
  }

  private void watchNow(Session session, Set<Post> posts, boolean total) {
    synchronized (session) {
      if (!session.hasEnded()) {
        Set<Post> known = session.wanted(); // its socket has the counts of these, or will have
        registry.watch(session, posts);
        registry.watchSite(session, total);
        registry.answerAll(session, posts.stream().filter(post -> !known.contains(post)).toList());
      }
    }
  }

  private void parkNow(Session session) {
    synchronized (session) {
      if (session.isViewing()) {
        registry.park(session);
        writer.park(session);
      }
    }
  }

  private void loseNow(Session session) {
    synchronized (session) {
      if (session.hasEnded()) {
        return;
      }
      registry.dismiss(session);
      if (!session.isAnywhere() || !gracePeriods.grant(session)) {
        end(session);
      }
    }
  }

  private void endIfLost(Session session) {
    synchronized (session) {
      if (session.listener() == null) {
        end(session);
      }
    }
  }

  private void end(Session session) {
    synchronized (session) {
      if (!session.hasEnded()) {
        registry.dismiss(session); // first: it is not notified of its own leaving
        writer.giveUp(session);
        registry.close(session);
      }
    }
  }

  /** Another node has taken the session over: it is no longer ours to end. */
  private void letGo(Session session) {
    synchronized (session) {
      SessionListener listener = session.listener();
      registry.close(session);
      if (listener != null) {
        listener.superseded();
      }
    }
  }

  private void notifyIfDegraded(SessionListener listener) {
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
    rereader.announced(announced);
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

  /** The sessions of this node that view a post, those in their grace included. */
  public List<ActiveSession> active() {
    return registry.active();
  }

  /** Whether this node has no session, viewing, parked or in its grace. */
  public boolean isEmpty() {
    return registry.count() == 0;
  }

  /** This node's sessions, for the repository. */
  public SessionSource sessions() {
    return sessions;
  }
}
