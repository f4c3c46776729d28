package onlookers.presence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * One socket's part in the story. Its fields belong to {@link Books} and are touched only while
 * holding this object's monitor; to everyone else it is a handle.
 *
 * <p>While a resume is being asked of Redis, the client's further events are {@linkplain #perform
 * held back}, because it is not yet known which session they are about.
 */
public final class Session {
  /**
   * Events held back at most while a resume is under way: as many as an honest client sends in a
   * minute.
   */
  private static final int MAX_HELD = 60;

  String id;
  @Nullable Listener listener;
  @Nullable Post post;
  boolean parked;
  boolean ended;
  boolean resumed;
  @Nullable String visit;
  @Nullable String visitor;
  Set<Post> watched = Set.of();
  long writtenNanos;

  private final Deque<Runnable> held = new ArrayDeque<>();

  /** A resume is under way, or what it held back is being run. */
  private boolean holding;

  /** A resume is under way. */
  private boolean resuming;

  /** The socket has ended; what follows from that may still be held. */
  private boolean gone;

  Session(String id, Listener listener) {
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
   * Runs the client's event now, or after the resume that is under way; refuses it when too many
   * wait.
   */
  void perform(Runnable event) {
    boolean now;
    boolean full;
    synchronized (this) {
      now = !holding;
      full = holding && held.size() >= MAX_HELD;
      if (holding && !full) {
        held.add(event);
      }
    }
    if (now) {
      event.run();
    } else if (full) {
      refuse(Refusal.TOO_MANY, "too many events while the session is being resumed");
    }
  }

  /** Tells its client that an event was not carried out. */
  synchronized void refuse(Refusal refusal, String message) {
    if (listener != null) {
      listener.refuse(refusal, message);
    }
  }

  /** As {@link #perform} for what must not get lost: the end of the socket. */
  void conclude(Runnable event) {
    synchronized (this) {
      gone = true;
      if (holding) {
        held.add(event);
        return;
      }
    }
    event.run();
  }

  /** Whether the socket has ended. */
  synchronized boolean hasGone() {
    return gone;
  }

  /** A resume begins: what comes now waits for its end. */
  synchronized void holdEvents() {
    holding = true;
    resuming = true;
  }

  /**
   * The resume has ended: runs what was held back, in order, until nothing is, or until one of them
   * begins another resume, for which the rest goes on waiting.
   */
  void releaseEvents() {
    synchronized (this) {
      resuming = false;
    }
    for (Runnable event = nextHeld(); event != null; event = nextHeld()) {
      Guard.run(event);
    }
  }

  private synchronized @Nullable Runnable nextHeld() {
    if (resuming) {
      return null;
    }
    Runnable next = held.poll();
    holding = next != null;
    return next;
  }
}
