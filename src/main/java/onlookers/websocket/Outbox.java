package onlookers.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import onlookers.protocol.Change;
import onlookers.protocol.Codec;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeMetrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * What one client is to hear. One frame is on its way at a time; behind it wait, in order, other
 * frames and at most one frame of counts per post, which newer counts replace in its place. So a
 * client that does not read costs one frame of memory a post, nobody waits for it, and all that it
 * loses is out of date.
 */
final class Outbox {
  /** Something that waits. */
  sealed interface Item permits Subscription, Answer {}

  /** A frame that is not replaced by another one. */
  record Answer(Frame frame) implements Item {}

  /** More answers than this wait only for a client that asks and does not read. */
  private static final int MAX_ANSWERS = 100;

  private final Transport wire;
  private final Codec codec;
  private final NodeMetrics nodeMetrics;
  private final Runnable overflow;
  private final Consumer<Boolean> sent = this::sent;
  private final Deque<Item> queue = new ArrayDeque<>(1);
  private int answers;
  private boolean sending;
  private boolean handedOver;
  private boolean answered;
  private boolean ended;
  private boolean finishing;
  private @Nullable Runnable finish;

  /**
   * @param overflow runs when the client asks and does not read
   */
  Outbox(Transport wire, Codec codec, NodeMetrics nodeMetrics, Runnable overflow) {
    this.wire = wire;
    this.codec = codec;
    this.nodeMetrics = nodeMetrics;
    this.overflow = overflow;
  }

  /** Sends a frame, after those that wait. */
  void offer(String text) {
    boolean now;
    boolean full;
    synchronized (this) {
      if (isClosed()) {
        return;
      }
      now = begin();
      full = !now && ++answers > MAX_ANSWERS;
      if (!now && !full) {
        queue.add(new Answer(new Frame(text)));
      }
    }
    if (now) {
      send(new Frame(text));
    } else if (full) {
      Guard.run(overflow);
    }
  }

  /**
   * Sends counts, or queues them in place of older ones of the same post, unless they are what the
   * client heard last.
   */
  void offer(Subscription subscription, CountsFrame frame, boolean answer) {
    Frame news;
    synchronized (this) {
      if (isClosed() || subscription.left || (subscription.awaitingSnapshot && !answer)) {
        return;
      }
      subscription.awaitingSnapshot = false;
      if (sending) {
        replace(subscription, frame);
        return;
      }
      if (subscription.hasHeard(frame.counts())) {
        return;
      }
      news = spell(subscription, frame);
      begin();
    }
    send(news);
  }

  private boolean isClosed() {
    return ended || finishing;
  }

  /** Whether nothing is on its way; from now on something is. */
  private boolean begin() {
    if (sending) {
      return false;
    }
    sending = true;
    handedOver = false;
    answered = false;
    return true;
  }

  private void replace(Subscription subscription, CountsFrame frame) {
    if (subscription.pending != null) {
      nodeMetrics.increment(Counter.PUSHES_SUPERSEDED);
    }
    subscription.pending = subscription.hasHeard(frame.counts()) ? null : frame;
    if (subscription.pending != null && !subscription.queued) {
      subscription.queued = true;
      queue.add(subscription);
    }
  }

  synchronized void awaitSnapshot(Subscription subscription) {
    subscription.awaitingSnapshot = true;
  }

  synchronized void leave(Subscription subscription) {
    subscription.left = true;
    subscription.pending = null;
  }

  /** Counts that wait are out of date, and whoever waits for an answer hears the next counts. */
  synchronized void startOver(Iterable<Subscription> subscriptions) {
    queue.removeIf(Subscription.class::isInstance);
    for (Subscription subscription : subscriptions) {
      subscription.awaitingSnapshot = false;
      subscription.queued = false;
      subscription.pending = null;
    }
  }

  /** Whether a frame is on its way. */
  synchronized boolean isSending() {
    return sending;
  }

  /**
   * Sends the frames that wait, but for counts, and then runs the last step: once, whether they
   * could be sent or not.
   */
  void finish(Runnable lastStep) {
    synchronized (this) {
      if (finishing) {
        return;
      }
      finishing = true;
      finish = lastStep;
      queue.removeIf(Subscription.class::isInstance);
      if (!ended && !begin()) {
        return;
      }
    }
    goOn();
  }

  /**
   * The transport has ended: nothing is sent any more. Runs the last step if there is one, which
   * need not wait.
   */
  void end() {
    Runnable lastStep;
    synchronized (this) {
      ended = true;
      queue.clear();
      lastStep = takeLastStep();
    }
    run(lastStep);
  }

  /** The last step, which is handed out once; {@code null} when there is none. */
  private @Nullable Runnable takeLastStep() {
    Runnable lastStep = finish;
    finish = null;
    return lastStep;
  }

  private static void run(@Nullable Runnable lastStep) {
    if (lastStep != null) {
      Guard.run(lastStep);
    }
  }

  /**
   * Sends the text and what follows it. The wire may answer before {@code send} returns; then the
   * loop goes on here, rather than one call deeper each time.
   */
  private void send(Frame frame) {
    for (Frame next = frame; next != null; next = next()) {
      if (!wire.send(next, sent) && isUnderWay()) {
        return;
      }
    }
  }

  private void goOn() {
    Frame next = next();
    if (next != null) {
      send(next);
    }
  }

  private synchronized boolean isUnderWay() {
    handedOver = true;
    return !answered;
  }

  private void sent(boolean ok) {
    if (!ok) {
      end();
    }
    synchronized (this) {
      answered = true;
      if (!handedOver) {
        return;
      }
    }
    goOn();
  }

  /** The next frame to be sent; {@code null} when there is none. */
  private @Nullable Frame next() {
    synchronized (this) {
      sending = false;
      while (!queue.isEmpty()) {
        Frame frame = take(queue.remove());
        if (frame != null) {
          begin();
          return frame;
        }
      }
      if (finish == null) {
        return null;
      }
    }
    end();
    return null;
  }

  private @Nullable Frame take(Item item) {
    if (item instanceof Answer answer) {
      answers--;
      return answer.frame();
    }
    Subscription subscription = (Subscription) item;
    CountsFrame frame = subscription.pending;
    subscription.queued = false;
    subscription.pending = null;
    return frame == null ? null : spell(subscription, frame);
  }

  private Frame spell(Subscription subscription, CountsFrame counts) {
    Change change = subscription.change(counts.counts());
    subscription.hear(counts.counts());
    nodeMetrics.increment(Counter.PUSHES_SENT);
    return counts.frame(codec, change);
  }
}
