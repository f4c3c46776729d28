package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * What one client does, carried out in order: at once, or when it is its turn.
 *
 * <p>While a resume is being asked of Redis, events wait, because it is not yet known which session
 * they are about. They also wait while the client asks faster than it is answered: so whatever one
 * client sends, the others wait for no more than its next {@linkplain PendingQuestions question or
 * two}.
 *
 * <p>Its monitor is its own, and nothing of another class's is called while it is held.
 */
final class EventQueue {
  /** How long events wait at most, for a resume or for answers. */
  static final Duration MAX_WAIT = Duration.ofSeconds(5);

  /** Events that wait at most: as many as an honest client sends in a minute. */
  private static final int MAX_HELD = 60;

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

  /** Adds an event; returns whether it was taken, and not one too many while a resume is asked. */
  synchronized boolean add(Runnable step) {
    return add(new Event(Kind.STEP, step));
  }

  /** As {@link #add} for a list: one that waits is replaced by the next one. */
  synchronized boolean addList(Runnable step) {
    events.removeIf(earlier -> earlier.kind() == Kind.LIST);
    return add(new Event(Kind.LIST, step));
  }

  @GuardedBy("this")
  private boolean add(Event event) {
    return !(resuming && events.size() >= MAX_HELD) && events.add(event);
  }

  /** Adds and runs what must not get lost: the end of the socket. */
  void conclude(Runnable step) {
    synchronized (this) {
      gone = true;
      events.add(new Event(Kind.END, step));
    }
    run();
  }

  /** Whether the socket has ended. */
  synchronized boolean hasGone() {
    return gone;
  }

  /** A resume begins: what comes now waits for its end. */
  synchronized void hold() {
    resuming = true;
  }

  /** The resume has ended: what waited for it goes on. */
  void release() {
    synchronized (this) {
      resuming = false;
    }
    run();
  }

  /**
   * Runs what waits, in order, until nothing does that may be run now. Of two threads only one
   * does; the other leaves it to that one.
   */
  void run() {
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

  /**
   * Whether an event waits for answers, and this was not said since they stopped to wait: {@link
   * #stopWaiting} is to end it some time.
   */
  synchronized boolean beginsToWait() {
    boolean begins = !events.isEmpty() && !resuming && !waiting;
    waiting |= begins;
    return begins;
  }

  /** The client asks for the counts of the post. */
  synchronized void ask(Post post) {
    questions.ask(post);
  }

  /**
   * The client asks for the counts of a list.
   *
   * @return the part of it that is to be asked now
   */
  synchronized List<Post> askAll(Collection<Post> posts) {
    return questions.askAll(posts);
  }

  /** Whether the post is asked for, and not answered. */
  synchronized boolean isAsked(Post post) {
    return questions.isAsked(post);
  }

  /** The post is not wanted any more; returns whether it was asked for. */
  synchronized boolean forget(Post post) {
    return questions.forget(post);
  }

  /** Nothing is asked any more. */
  synchronized void forgetAll() {
    questions.clear();
  }

  /**
   * The counts of the post were sent, or will not be.
   *
   * @return what is to be asked next
   */
  synchronized List<Post> answered(Post post) {
    return questions.answered(post);
  }

  /** Events wait until {@link #endPause}; returns whether there are any. */
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
    run();
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
    run();
    synchronized (this) {
      waiting = !events.isEmpty();
      return waiting;
    }
  }
}
