package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * One session of this node: the domain's state of one client. Its transitions are its methods, and
 * nobody else writes its fields; {@link SessionRegistry} takes the steps that follow from them. To
 * whoever is outside the domain it is a handle.
 *
 * <p>Its monitor orders its steps: whoever looks at it and acts upon that holds the monitor all the
 * while, which Error Prone checks.
 *
 * <p>While a resume is being asked of Redis, the client's further events {@linkplain #perform
 * wait}, because it is not yet known which session they are about. They also wait while the client
 * asks faster than it is answered: so whatever one client sends, the others wait for no more than
 * its next {@linkplain PendingQuestions question or two}.
 */
public final class Session {
  /** Events that wait at most: as many as an honest client sends in a minute. */
  private static final int MAX_HELD = 60;

  @GuardedBy("this")
  private String id;

  /** {@code null} when it has no socket: it has been lost, and may be resumed, or has ended. */
  @GuardedBy("this")
  private @Nullable SessionListener listener;

  /** What it is on, also while parked. */
  @GuardedBy("this")
  private @Nullable Post post;

  @GuardedBy("this")
  private boolean parked;

  @GuardedBy("this")
  private boolean ended;

  /** It was another node's before. */
  @GuardedBy("this")
  private boolean resumed;

  @GuardedBy("this")
  private @Nullable String visit;

  @GuardedBy("this")
  private @Nullable String visitor;

  @GuardedBy("this")
  private Set<Post> watched = Set.of();

  @GuardedBy("this")
  private boolean watchesSite;

  /** When it was last given to be written. */
  @GuardedBy("this")
  private long writtenNanos;

  @GuardedBy("this")
  private final Queue<Event> events = new ArrayDeque<>(1);

  @GuardedBy("this")
  private final PendingQuestions questions = new PendingQuestions();

  /** Somebody runs the events, one after the other. */
  @GuardedBy("this")
  private boolean running;

  /** A resume is under way. */
  @GuardedBy("this")
  private boolean resuming;

  /** Events wait, or have waited, for answers. */
  @GuardedBy("this")
  private boolean waiting;

  /** So many clients ask faster than they are answered that this one waits a while. */
  @GuardedBy("this")
  private boolean paused;

  /** The socket has ended; what follows from that may still wait. */
  @GuardedBy("this")
  private boolean gone;

  /** What the client did. */
  private record Event(Kind kind, Runnable step) {}

  private enum Kind {
    /** Any but these. */
    STEP,
    /** Replaces the one before. */
    LIST,
    /** Ends the socket, and waits for no answer. */
    END
  }

  Session(String id, SessionListener listener) {
    this.id = id;
    this.listener = listener;
  }

  /** The id that the client knows: 22 characters of 128 random bits. A secret of its client. */
  public synchronized String id() {
    return id;
  }

  /** Its client's socket; {@code null} when it has none. */
  @GuardedBy("this")
  @Nullable SessionListener listener() {
    return listener;
  }

  /** Whether the session counts as a viewer. */
  @GuardedBy("this")
  boolean isViewing() {
    return !ended && post != null && !parked;
  }

  /** What it views, or {@code null} when it counts nowhere. */
  @GuardedBy("this")
  @Nullable Viewing viewing() {
    return post == null || !isViewing() ? null : new Viewing(id, post, visit, visitor);
  }

  /** The post that it counts on, or {@code null}. */
  @GuardedBy("this")
  @Nullable Post viewed() {
    return isViewing() ? post : null;
  }

  /** Whether this is the post that it is on, also while parked. */
  @GuardedBy("this")
  boolean isOn(Post other) {
    return other.equals(post);
  }

  /** Whether it is on any post, also while parked. */
  @GuardedBy("this")
  boolean isAnywhere() {
    return post != null;
  }

  /** Every post whose counts its socket receives. */
  @GuardedBy("this")
  Set<Post> wanted() {
    Set<Post> wanted = new HashSet<>(watched);
    if (post != null) {
      wanted.add(post);
    }
    return wanted;
  }

  @GuardedBy("this")
  boolean watchesSite() {
    return watchesSite;
  }

  @GuardedBy("this")
  boolean hasEnded() {
    return ended;
  }

  /** Whether it was another node's before: that one may still have it. */
  @GuardedBy("this")
  boolean isResumed() {
    return resumed;
  }

  /** When it was last given to be written, as {@link System#nanoTime()}; 0 when it never was. */
  @GuardedBy("this")
  long writtenNanos() {
    return writtenNanos;
  }

  /** It is on the post, and viewing it. On the same post a visit stays unless it is replaced. */
  @GuardedBy("this")
  void show(Post shown, ViewOptions options) {
    boolean arrival = !isOn(shown);
    post = shown;
    parked = false;
    visit = arrival || options.visit() != null ? options.visit() : visit;
    visitor = arrival || options.visitor() != null ? options.visitor() : visitor;
  }

  /** It stays on its post, and does not view it. */
  @GuardedBy("this")
  void park() {
    parked |= isViewing();
  }

  @GuardedBy("this")
  void watch(Set<Post> posts) {
    watched = Set.copyOf(posts);
  }

  @GuardedBy("this")
  void watchSite(boolean wanted) {
    watchesSite = wanted;
  }

  /** It was given to be written. */
  @GuardedBy("this")
  void written(long nanos) {
    writtenNanos = nanos;
  }

  /** It goes by this id from now on, and its client knows. */
  @GuardedBy("this")
  void rename(String name) {
    id = name;
    if (listener != null) {
      listener.identify(name);
    }
  }

  /** It is a session that was another node's, which has just been written as ours. */
  @GuardedBy("this")
  void adopt(String name, long nanos) {
    rename(name);
    resumed = true;
    writtenNanos = nanos;
  }

  /** It is all that the old one is, but for its socket and what that one watches. */
  @GuardedBy("this")
  void inherit(Session old) {
    synchronized (old) {
      rename(old.id);
      resumed = old.resumed;
      post = old.post;
      parked = !old.isViewing(); // a viewer that is taken over stays counted
      visit = old.visit;
      visitor = old.visitor;
    }
  }

  /** It has no socket any more, and so nothing to receive. */
  @GuardedBy("this")
  void detach() {
    questions.clear();
    listener = null;
  }

  /** It has ended, and stays so. */
  @GuardedBy("this")
  void end() {
    ended = true;
  }

  /**
   * Runs the client's event now, or after those that wait already: for the resume that is under
   * way, or, when the client asks faster than it is answered, for the answers. Refuses it when too
   * many wait for a resume.
   *
   * @return whether events begin to wait for answers: {@link #stopWaiting} is to end it some time
   */
  boolean perform(Runnable step) {
    return perform(new Event(Kind.STEP, step));
  }

  /** As {@link #perform(Runnable)} for a list: one that waits is replaced by the next one. */
  boolean performList(Runnable step) {
    return perform(new Event(Kind.LIST, step));
  }

  private boolean perform(Event event) {
    boolean full;
    synchronized (this) {
      if (event.kind() == Kind.LIST) {
        events.removeIf(earlier -> earlier.kind() == Kind.LIST);
      }
      full = resuming && events.size() >= MAX_HELD;
      if (!full) {
        events.add(event);
      }
    }
    if (full) {
      refuse(Refusal.TOO_MANY, "too many events while the session is being resumed");
    }
    goOn();
    return beginsToWait();
  }

  /** Sends its client that an event was not carried out. */
  synchronized void refuse(Refusal refusal, String message) {
    if (listener != null) {
      listener.refuse(refusal, message);
    }
  }

  /** As {@link #perform} for what must not get lost: the end of the socket. */
  void conclude(Runnable step) {
    synchronized (this) {
      gone = true;
      events.add(new Event(Kind.END, step));
    }
    goOn();
  }

  /** Whether the socket has ended. */
  synchronized boolean hasGone() {
    return gone;
  }

  /** A resume begins: what comes now waits for its end. */
  synchronized void holdEvents() {
    resuming = true;
  }

  /** The resume has ended: what waited for it goes on. */
  void releaseEvents() {
    synchronized (this) {
      resuming = false;
    }
    goOn();
  }

  /**
   * Runs what waits, in order, until nothing does that may be run now. Of two threads only one
   * does; the other leaves it to that one.
   */
  void goOn() {
    synchronized (this) {
      if (running) {
        return;
      }
      running = true;
    }
    for (Event event = next(); event != null; event = next()) {
      Guard.run(event.step());
    }
  }

  private synchronized @Nullable Event next() {
    questions.reconcile();
    Event next = mayGoOn() ? events.poll() : null;
    running = next != null;
    return next;
  }

  @GuardedBy("this")
  private boolean mayGoOn() {
    Event first = events.peek();
    return first != null
        && !resuming
        && (mayAsk() || first.kind() == Kind.END || events.size() > MAX_HELD);
  }

  @GuardedBy("this")
  private boolean mayAsk() {
    return !paused && !questions.areMany();
  }

  /** Whether an event waits for answers, and nobody was notified since they stopped to wait. */
  private synchronized boolean beginsToWait() {
    boolean begins = !events.isEmpty() && !resuming && !waiting;
    waiting |= begins;
    return begins;
  }

  /** What its client is still to receive. */
  @GuardedBy("this")
  PendingQuestions questions() {
    return questions;
  }

  /**
   * The counts of the post were sent, or will not be.
   *
   * @return what is to be asked next
   */
  synchronized List<Post> answered(Post post) {
    return questions.answered(post);
  }

  /** Events wait until {@link #endPause}; answers whether there are any. */
  synchronized boolean pause() {
    boolean begins = !events.isEmpty() && !paused;
    paused |= begins;
    return begins;
  }

  /** The events that waited go on. */
  void endPause() {
    synchronized (this) {
      paused = false;
    }
    goOn();
  }

  /**
   * Answers that have not come are not waited for any more.
   *
   * @return whether events wait nevertheless, for what follows from those before them
   */
  boolean stopWaiting() {
    synchronized (this) {
      questions.clear();
      paused = false;
    }
    goOn();
    synchronized (this) {
      waiting = !events.isEmpty();
      return waiting;
    }
  }
}
