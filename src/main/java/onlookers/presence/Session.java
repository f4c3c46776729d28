package onlookers.presence;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * One session of this node: the domain's state of one client. Its fields are written by {@link
 * SessionRegistry}, but for those of a resume ({@link SessionResumer}) and of writing ({@link
 * SessionWriter}), and only while holding this object's monitor; to everyone else it is a handle.
 *
 * <p>While a resume is being asked of Redis, the client's further events {@linkplain #perform
 * wait}, because it is not yet known which session they are about. They also wait while the client
 * asks faster than it is answered: so whatever one client sends, the others wait for no more than
 * its next {@linkplain PendingQuestions question or two}.
 */
public final class Session {
  /** Events that wait at most: as many as an honest client sends in a minute. */
  private static final int MAX_HELD = 60;

  String id;
  @Nullable SessionListener listener;
  @Nullable Post post;
  boolean parked;
  boolean ended;
  boolean resumed;
  @Nullable String visit;
  @Nullable String visitor;
  Set<Post> watched = Set.of();
  boolean watchesSite;
  long writtenNanos;

  private final Queue<Event> events = new ArrayDeque<>(1);
  private final PendingQuestions questions = new PendingQuestions();

  /** Somebody runs the events, one after the other. */
  private boolean running;

  /** A resume is under way. */
  private boolean resuming;

  /** Events wait, or have waited, for answers. */
  private boolean waiting;

  /** So many clients ask faster than they are answered that this one waits a while. */
  private boolean paused;

  /** The socket has ended; what follows from that may still wait. */
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

  /** Whether the session counts as a viewer. */
  boolean isViewing() {
    return !ended && post != null && !parked;
  }

  /** What it views, or {@code null} when it counts nowhere. */
  @Nullable Viewing viewing() {
    return post == null || !isViewing() ? null : new Viewing(id, post, visit, visitor);
  }

  /** Every post whose counts its socket hears. */
  Set<Post> wanted() {
    Set<Post> wanted = new HashSet<>(watched);
    if (post != null) {
      wanted.add(post);
    }
    return wanted;
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

  /** Tells its client that an event was not carried out. */
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

  private boolean mayGoOn() {
    Event first = events.peek();
    return first != null
        && !resuming
        && (mayAsk() || first.kind() == Kind.END || events.size() > MAX_HELD);
  }

  private boolean mayAsk() {
    return !paused && !questions.areMany();
  }

  /** Whether an event waits for answers, and nobody was told so since they stopped to wait. */
  private synchronized boolean beginsToWait() {
    boolean begins = !events.isEmpty() && !resuming && !waiting;
    waiting |= begins;
    return begins;
  }

  /** What its client is still to be told. Belongs to {@link SessionRegistry}; holds the monitor. */
  PendingQuestions questions() {
    return questions;
  }

  /**
   * The counts of the post were told, or will not be.
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
