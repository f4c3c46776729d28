package onlookers.websocket;

import onlookers.presence.Counts;
import onlookers.protocol.Change;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has been sent of one post, and what waits to be sent. Belongs to the
 * connection's {@link Outbox}: it alone calls these methods, and holds its monitor.
 */
abstract class CountsSlot implements OutboxItem {
  private static final long NOTHING = -1;

  /** Is sent nothing before its own answer, so that the first counts include what it did itself. */
  private boolean awaitingSnapshot = true;

  private boolean left;
  private boolean queued;
  private @Nullable CountsFrame pending;

  // Numbers rather than counts: a reference from here to each new frame's counts would be work for
  // the garbage collector, once a push.
  private long viewersSent = NOTHING;
  private long viewsSent;

  /**
   * Whether these counts are for this client.
   *
   * @param answer whether they answer what it asked; they are the snapshot then
   */
  boolean admits(boolean answer) {
    if (left || (awaitingSnapshot && !answer)) {
      return false;
    }
    awaitingSnapshot = false;
    return true;
  }

  /** It is sent nothing more before an answer. */
  void awaitSnapshot() {
    awaitingSnapshot = true;
  }

  /** It is sent nothing any more. */
  void leave() {
    left = true;
    pending = null;
  }

  /** What waits is out of date, and so is the snapshot that it waits for. */
  void startOver() {
    awaitingSnapshot = false;
    queued = false;
    pending = null;
  }

  /** Whether a frame waits. */
  boolean isPending() {
    return pending != null;
  }

  /**
   * Lets the frame wait instead of the one that does, unless it is what was sent last.
   *
   * @return whether this slot has to be queued for it
   */
  boolean replace(CountsFrame frame) {
    pending = isSent(frame.counts()) ? null : frame;
    boolean enters = pending != null && !queued;
    queued |= enters;
    return enters;
  }

  /** The frame that waits, which does so no longer; {@code null} when there is none. */
  @Nullable CountsFrame take() {
    CountsFrame frame = pending;
    queued = false;
    pending = null;
    return frame;
  }

  /** Whether these counts are those that were sent last. */
  boolean isSent(Counts counts) {
    return counts.viewers() == viewersSent && counts.views() == viewsSent;
  }

  /** These counts, which are not those that were sent last, are sent; returns what is new. */
  Change sent(Counts counts) {
    Change change = change(counts);
    viewersSent = counts.viewers();
    viewsSent = counts.views();
    return change;
  }

  private Change change(Counts counts) {
    if (viewersSent == NOTHING) {
      return Change.BOTH;
    }
    boolean sameViewers = counts.viewers() == viewersSent;
    boolean sameViews = counts.views() == viewsSent;
    return sameViewers ? Change.VIEWS : sameViews ? Change.VIEWERS : Change.BOTH;
  }
}
