package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One session of this node: the domain's state of one client. Its transitions are its methods, and
 * nobody else writes its fields; {@link SessionRegistry} takes the steps that follow from them. To
 * whoever is outside the domain it is a handle.
 *
 * <p>Its monitor orders its steps: whoever looks at it and acts upon that holds the monitor all the
 * while, which Error Prone checks.
 *
 * <p>What its client does waits for its turn in an {@link EventQueue}.
 */
public final class Session {
  private final EventQueue events = new EventQueue();

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

  /** Its id was made for it, and it was never given to be written. */
  @GuardedBy("this")
  private boolean unwritten = true;

  /** When it was last given to be written. */
  @GuardedBy("this")
  private long writtenNanos;

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

  /** What it would view if it were not parked, or {@code null} when it is not. */
  @GuardedBy("this")
  @Nullable Viewing parked() {
    Post at = parkedAt();
    return at == null ? null : new Viewing(id, at, visit, visitor);
  }

  /** The post that it is parked on, or {@code null}. */
  @GuardedBy("this")
  @Nullable Post parkedAt() {
    return parked && !ended ? post : null;
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

  /** Whether its id was made for it, and it was never given to be written: nobody else has it. */
  @GuardedBy("this")
  boolean isUnwritten() {
    return unwritten;
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
    unwritten = false;
    writtenNanos = nanos;
  }

  /** It goes by this id from now on, and its client knows. */
  @GuardedBy("this")
  void rename(String name) {
    id = name;
    unwritten = false;
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
    events.forgetAll();
    listener = null;
  }

  /** It has ended, and stays so. */
  @GuardedBy("this")
  void end() {
    ended = true;
  }

  /** What its client does, in order. */
  EventQueue events() {
    return events;
  }

  /**
   * Runs the client's event now, or after those that wait already. Refuses it when too many wait
   * for a resume.
   *
   * @return whether events begin to wait for answers: {@link EventQueue#stopWaiting} is to end it
   *     some time
   */
  boolean perform(Runnable step) {
    return run(events.add(step));
  }

  /** As {@link #perform} for a list: one that waits is replaced by the next one. */
  boolean performList(Runnable step) {
    return run(events.addList(step));
  }

  private boolean run(boolean isTaken) {
    if (!isTaken) {
      refuse(Refusal.TOO_MANY, "too many events while the session is being resumed");
    }
    events.run();
    return events.beginsToWait();
  }

  /** Sends its client that an event was not carried out. */
  synchronized void refuse(Refusal refusal, String message) {
    if (listener != null) {
      listener.refuse(refusal, message);
    }
  }
}
