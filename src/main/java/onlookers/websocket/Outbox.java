package onlookers.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import onlookers.protocol.Change;
import onlookers.protocol.Codec;
import onlookers.runtime.Counter;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import org.jspecify.annotations.Nullable;

/**
 * What one client is to be sent. One frame is on its way at a time; behind it wait, in order, other
 * frames and at most one frame of counts per post, which newer counts replace in its place. So a
 * client that does not read costs one frame of memory a post, nobody waits for it, and all that it
 * loses is out of date.
 */
final class Outbox {
  /** A frame that is not replaced by another one. */
  private record Answer(Frame frame) implements OutboxItem {}

  /** More answers than this wait only for a client that asks and does not read. */
  private static final int MAX_ANSWERS = 100;

  private final Transport transport;
  private final Codec codec;
  private final NodeMetrics nodeMetrics;
  private final Runnable overflow;
  private final Consumer<Boolean> sent = this::sent;

  @GuardedBy("this")
  private final Deque<OutboxItem> queue = new ArrayDeque<>(1);

  @GuardedBy("this")
  private int answers;

  @GuardedBy("this")
  private boolean sending;

  @GuardedBy("this")
  private boolean handedOver;

  @GuardedBy("this")
  private boolean answered;

  @GuardedBy("this")
  private boolean ended;

  @GuardedBy("this")
  private boolean finishing;

  @GuardedBy("this")
  private @Nullable Runnable finish;

  /**
   * @param overflow runs when the client asks and does not read
   */
  Outbox(Transport transport, Codec codec, NodeMetrics nodeMetrics, Runnable overflow) {
    this.transport = transport;
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
   * client was sent last.
   */
  void offer(CountsSlot slot, CountsFrame frame, boolean answer) {
    Frame news;
    synchronized (this) {
      if (isClosed() || !slot.admits(answer)) {
        return;
      }
      if (sending) {
        replace(slot, frame);
        return;
      }
      if (slot.isSent(frame.counts())) {
        return;
      }
      news = encode(slot, frame);
      begin();
    }
    send(news);
  }

  @GuardedBy("this")
  private boolean isClosed() {
    return ended || finishing;
  }

  /** Whether nothing is on its way; from now on something is. */
  @GuardedBy("this")
  private boolean begin() {
    if (sending) {
      return false;
    }
    sending = true;
    handedOver = false;
    answered = false;
    return true;
  }

  @GuardedBy("this")
  private void replace(CountsSlot slot, CountsFrame frame) {
    if (slot.isPending()) {
      nodeMetrics.increment(Counter.PUSHES_SUPERSEDED);
    }
    if (slot.replace(frame)) {
      queue.add(slot);
    }
  }

  /** The slot is sent nothing more before an answer. */
  synchronized void awaitSnapshot(CountsSlot slot) {
    slot.awaitSnapshot();
  }

  /** The slot is sent nothing any more. */
  synchronized void leave(CountsSlot slot) {
    slot.leave();
  }

  /** Counts that wait are out of date, and whoever waits for an answer is sent the next counts. */
  synchronized void startOver(Iterable<? extends CountsSlot> slots) {
    queue.removeIf(CountsSlot.class::isInstance);
    slots.forEach(CountsSlot::startOver);
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
      queue.removeIf(CountsSlot.class::isInstance);
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
  @GuardedBy("this")
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
   * Sends the text and what follows it. The transport may answer before {@code send} returns; then
   * the loop goes on here, rather than one call deeper each time.
   */
  private void send(Frame frame) {
    for (Frame next = frame; next != null; next = next()) {
      if (!transport.send(next, sent) && isUnderWay()) {
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

  @GuardedBy("this")
  private @Nullable Frame take(OutboxItem item) {
    if (item instanceof Answer answer) {
      answers--;
      return answer.frame();
    }
    CountsSlot slot = (CountsSlot) item;
    CountsFrame frame = slot.take();
    return frame == null ? null : encode(slot, frame);
  }

  @GuardedBy("this")
  private Frame encode(CountsSlot slot, CountsFrame counts) {
    Change change = slot.sent(counts.counts());
    nodeMetrics.increment(Counter.PUSHES_SENT);
    return counts.frame(codec, change);
  }
}
