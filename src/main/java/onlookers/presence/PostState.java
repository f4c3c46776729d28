package onlookers.presence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of one post while somebody here is on it: how many of its own sessions view
 * it, the last counts read, and when the next push may go out.
 *
 * <p>A push goes out at most once every {@code max(20 ms, listeners × 50 µs)}: a hundred readers
 * receive it within 20 ms, and no crowd costs more than 20,000 pushes a second. The first change
 * after a quiet time goes out at once, and the last one always.
 */
final class PostState {
  private static final long MIN_INTERVAL_NANOS = Duration.ofMillis(20).toNanos();
  private static final long INTERVAL_PER_LISTENER_NANOS = Duration.ofNanos(50_000).toNanos();

  private enum Pace {
    IDLE,
    SCHEDULED,
    READING,
    READING_AND_STALE
  }

  /**
   * What {@link #changed} asks for when nothing is to be done: a read is under way or due already.
   */
  static final long NOT_NOW = -1;

  /** What {@link #chance} is below. */
  static final int CHANCES = 256;

  final Post post;

  @GuardedBy("this")
  private int listeners;

  @GuardedBy("this")
  private int viewersHere;

  @GuardedBy("this")
  private Counts known = Counts.NONE;

  @GuardedBy("this")
  private long ownViews;

  @GuardedBy("this")
  private @Nullable Counts published;

  @GuardedBy("this")
  private Pace pace = Pace.IDLE;

  @GuardedBy("this")
  private long quietUntilNanos;

  @GuardedBy("this")
  private long readNanos;

  /** When the notification came of the change that is being read. */
  @GuardedBy("this")
  private long changedNanos;

  /** Whether a change came during the last read, and when the first one did. */
  private boolean stale;

  private long staleNanos;

  PostState(Post post, long nowNanos) {
    this.post = post;
    this.quietUntilNanos = nowNanos;
    this.readNanos = nowNanos;
  }

  /**
   * A number from 0 to {@link #CHANCES}, always the same for a post and evenly spread over posts.
   */
  int chance() {
    int hash = post.hashCode() * 0x9E3779B1; // the golden ratio: neighbours are far apart
    return hash >>> 24;
  }

  synchronized void listeners(int difference) {
    listeners += difference;
  }

  synchronized void viewersHere(int difference) {
    viewersHere += difference;
  }

  synchronized int listeners() {
    return listeners;
  }

  synchronized boolean isViewed() {
    return viewersHere > 0;
  }

  synchronized boolean isDeserted() {
    return listeners == 0 && viewersHere == 0;
  }

  /**
   * The counts as far as this node knows alone. Views do not fall when Redis is about to be back
   * and has already been given the pending ones.
   */
  synchronized Counts own(long pendingViews) {
    ownViews = Math.max(ownViews, known.views() + pendingViews);
    return new Counts(viewersHere, ownViews);
  }

  /**
   * Notes a change; returns in how many nanoseconds the counts are to be read, or {@link #NOT_NOW}.
   */
  synchronized long changed(long nowNanos) {
    switch (pace) {
      case IDLE -> {
        changedNanos = stale ? staleNanos : nowNanos;
        stale = false;
        long wait = Math.max(0, quietUntilNanos - nowNanos);
        pace = wait == 0 ? Pace.READING : Pace.SCHEDULED;
        return wait;
      }
      case READING -> {
        staleNanos = nowNanos;
        pace = Pace.READING_AND_STALE;
      }
      case SCHEDULED, READING_AND_STALE -> {}
    }
    return NOT_NOW;
  }

  /** The wait is over; returns whether the read is still wanted. */
  synchronized boolean due() {
    if (pace != Pace.SCHEDULED) {
      return false;
    }
    pace = Pace.READING;
    return true;
  }

  /** Takes in what was read from Redis; returns whether some here were not sent it. */
  synchronized boolean learn(Counts counts, long nowNanos) {
    known = counts;
    readNanos = nowNanos;
    return !counts.equals(published);
  }

  /** These counts are about to be published to everyone here; returns whether they are news. */
  synchronized boolean markPublished(Counts counts, long nowNanos) {
    readNanos = nowNanos;
    if (counts.equals(published)) {
      return false;
    }
    published = counts;
    quietUntilNanos =
        nowNanos + Math.max(MIN_INTERVAL_NANOS, listeners * INTERVAL_PER_LISTENER_NANOS);
    return true;
  }

  /**
   * One here was sent these counts, which others were not, if there are any: then whatever is read
   * next is news to somebody.
   *
   * @param isHere whether that one is still here
   * @return whether there are others
   */
  synchronized boolean publishedToOne(Counts counts, boolean isHere) {
    boolean alone = isHere && listeners == 1;
    published = alone ? counts : counts.equals(published) ? published : null;
    return !alone;
  }

  /** What was published to everyone here last, if no change is known that was not read yet. */
  synchronized @Nullable Counts shown() {
    return pace == Pace.IDLE && listeners > 0 ? published : null;
  }

  /** For how many nanoseconds a change is known that has not been read yet; 0 if there is none. */
  synchronized long unread(long nowNanos) {
    return pace == Pace.IDLE ? 0 : nowNanos - changedNanos;
  }

  /** Whether these counts are what was published to everyone here last. */
  synchronized boolean isPublished(Counts counts) {
    return counts.equals(published);
  }

  /** How long ago the change became known that is published now. */
  synchronized long delay(long nowNanos) {
    return nowNanos - changedNanos;
  }

  /** The read is done; returns whether something changed meanwhile. */
  synchronized boolean reconcile() {
    stale = pace == Pace.READING_AND_STALE;
    pace = Pace.IDLE;
    return stale;
  }

  /** The read will not be answered; what changed meanwhile is found when posts are read again. */
  synchronized void abandon() {
    pace = Pace.IDLE;
  }

  /** Forgets what was published, and a read that is under way. */
  synchronized void reset() {
    ownViews = 0;
    pace = Pace.IDLE;
    stale = false;
    published = null;
  }

  synchronized boolean isReadBefore(long nanos) {
    return readNanos - nanos < 0;
  }
}
