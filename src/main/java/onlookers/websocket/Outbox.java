package onlookers.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.presence.Counts;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.protocol.Codec;
import org.jspecify.annotations.Nullable;

/**
 * What one client is to hear. One frame is on its way at a time; behind it wait, in order, other
 * frames and at most one frame of counts per post, which newer counts replace in its place. So a
 * client that does not read costs one frame of memory a post, nobody waits for it, and all that it
 * loses is out of date.
 */
final class Outbox {
  /** Something that waits. */
  sealed interface Item permits Seat, Text {}

  /** A frame that is not replaced by another one. */
  record Text(String text) implements Item {}

  /** More answers than this wait only for a client that asks and does not read. */
  private static final int MAX_TEXTS = 100;

  private final Wire wire;
  private final Codec codec;
  private final Instruments instruments;
  private final Runnable overflow;
  private final Deque<Item> queue = new ArrayDeque<>(2);
  private int texts;
  private boolean sending;
  private boolean ended;
  private @Nullable Runnable finish;

  /**
   * @param overflow runs when the client asks and does not read
   */
  Outbox(Wire wire, Codec codec, Instruments instruments, Runnable overflow) {
    this.wire = wire;
    this.codec = codec;
    this.instruments = instruments;
    this.overflow = overflow;
  }

  /** Queues a frame. */
  void offer(String text) {
    boolean full;
    synchronized (this) {
      if (ended || finish != null) {
        return;
      }
      full = ++texts > MAX_TEXTS;
      if (!full) {
        queue.add(new Text(text));
      }
    }
    if (full) {
      overflow.run();
    } else {
      pump();
    }
  }

  /**
   * Queues counts in place of older ones of the same post, unless they are what the client heard
   * last.
   */
  void offer(Seat seat, CountsFrame frame, boolean answer) {
    synchronized (this) {
      if (ended || finish != null || seat.left || (seat.hushed && !answer)) {
        return;
      }
      seat.hushed = false;
      if (!replace(seat, frame)) {
        return;
      }
    }
    pump();
  }

  private boolean replace(Seat seat, CountsFrame frame) {
    if (seat.pending != null) {
      instruments.increment(Counter.PUSHES_SUPERSEDED);
    }
    seat.pending = frame.counts().equals(seat.sent) ? null : frame;
    if (seat.pending != null && !seat.queued) {
      seat.queued = true;
      queue.add(seat);
    }
    return seat.queued;
  }

  synchronized void hush(Seat seat) {
    seat.hushed = true;
  }

  synchronized void leave(Seat seat) {
    seat.left = true;
    seat.pending = null;
  }

  /** Counts that wait are out of date, and whoever waits for an answer hears the next counts. */
  synchronized void startOver(Iterable<Seat> seats) {
    queue.removeIf(Seat.class::isInstance);
    for (Seat seat : seats) {
      seat.hushed = false;
      seat.queued = false;
      seat.pending = null;
    }
  }

  /** Whether a frame is on its way. */
  synchronized boolean isSending() {
    return sending;
  }

  /** Sends the frames that wait, but for counts, and then runs the last step. */
  void finish(Runnable lastStep) {
    synchronized (this) {
      if (ended || finish != null) {
        return;
      }
      queue.removeIf(Seat.class::isInstance);
      finish = lastStep;
    }
    pump();
  }

  /** The transport has ended: nothing is sent any more. */
  synchronized void end() {
    ended = true;
    queue.clear();
  }

  private void pump() {
    String text = next(true);
    while (text != null && !isUnderWay(text)) {
      text = next(false);
    }
  }

  /**
   * Sends the text. The handler may run before {@code send} returns; then the loop goes on here,
   * rather than one call deeper each time.
   *
   * @return whether it is still on its way, and its handler goes on
   */
  private boolean isUnderWay(String text) {
    AtomicInteger first = new AtomicInteger();
    wire.send(text, ok -> sent(ok, first));
    return first.getAndIncrement() == 0;
  }

  private void sent(boolean ok, AtomicInteger first) {
    if (!ok) {
      end();
    }
    if (first.getAndIncrement() != 0) {
      String text = next(false);
      while (text != null && !isUnderWay(text)) {
        text = next(false);
      }
    }
  }

  /** The next frame to be sent; {@code null} when there is none, or another thread is sending. */
  private @Nullable String next(boolean starting) {
    Runnable lastStep = null;
    synchronized (this) {
      if (starting && sending) {
        return null;
      }
      sending = true;
      while (!queue.isEmpty()) {
        String text = take(queue.remove());
        if (text != null) {
          return text;
        }
      }
      sending = false;
      if (finish != null && !ended) {
        ended = true;
        lastStep = finish;
      }
    }
    if (lastStep != null) {
      lastStep.run();
    }
    return null;
  }

  private @Nullable String take(Item item) {
    if (item instanceof Text text) {
      texts--;
      return text.text();
    }
    Seat seat = (Seat) item;
    CountsFrame frame = seat.pending;
    seat.queued = false;
    seat.pending = null;
    if (frame == null) {
      return null;
    }
    Counts before = seat.sent;
    seat.sent = frame.counts();
    instruments.increment(Counter.PUSHES_SENT);
    return codec.news(frame.text(codec), before, frame.counts());
  }
}
