package onlookers.socketio.engineio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.PayloadWriter;
import org.jspecify.annotations.Nullable;

/**
 * What one client is to be sent: it waits here for the next poll, until there is a WebSocket to
 * which all goes on.
 *
 * <p>A sender is notified that a packet is sent when a poll takes it, and may then add the next
 * one, which still goes out with the same poll. So what is conflated stays conflated until it
 * leaves.
 */
final class SendBuffer {
  /** Characters after which an answer is long enough; whole packets, and always one. */
  private static final int ENOUGH = 6_000;

  private final PayloadWriter writer;

  @GuardedBy("this")
  private final PacketQueue queue;

  @GuardedBy("this")
  private @Nullable Poll poll;

  @GuardedBy("this")
  private @Nullable EngineSocket socket;

  @GuardedBy("this")
  private @Nullable SessionClose sessionClose;

  @GuardedBy("this")
  private boolean late;

  SendBuffer(PayloadWriter writer, int maxPayload) {
    this.writer = writer;
    this.queue = new PacketQueue(maxPayload);
  }

  /** Sends a packet, now or later; returns whether there was room for it. */
  boolean send(OutgoingPacket packet) {
    EngineSocket to;
    boolean ended;
    boolean taken = true;
    synchronized (this) {
      to = socket;
      ended = sessionClose != null;
      if (!ended && to == null) {
        taken = queue.add(packet);
      }
    }
    if (!ended && to != null) {
      taken = to.add(packet);
    }
    if (ended || !taken) {
      packet.lost();
    } else {
      flush();
    }
    return taken;
  }

  private void flush() {
    EngineSocket to = socket();
    if (to == null) {
      answer(false);
    } else {
      to.pump();
    }
  }

  synchronized @Nullable EngineSocket socket() {
    return socket;
  }

  /**
   * Lets a poll wait for packets, or answers it with those that wait.
   *
   * @return why it is refused, {@code null} when it is not
   */
  @Nullable EngineError park(Poll candidate) {
    SessionClose last;
    synchronized (this) {
      last = late ? sessionClose : null;
      late = false;
      if (sessionClose != null && last == null) {
        return EngineError.UNKNOWN_SID;
      }
      if (poll != null || socket != null) {
        return EngineError.BAD_REQUEST;
      }
      poll = last == null ? candidate : null;
    }
    if (last == null) {
      answer(false);
    } else {
      candidate.answer(writer.write(lastPackets(last)));
    }
    return null;
  }

  /** Ends the poll that waits, even if there is nothing to say. */
  void release() {
    answer(true);
  }

  private void answer(boolean evenIfEmpty) {
    Poll waiting;
    synchronized (this) {
      if (poll == null || (queue.isEmpty() && !evenIfEmpty)) {
        return;
      }
      waiting = poll;
      poll = null;
    }
    List<EnginePacket> packets = take();
    waiting.answer(writer.write(packets.isEmpty() ? List.of(EnginePacket.NOOP) : packets));
  }

  private List<EnginePacket> take() {
    List<EnginePacket> packets = new ArrayList<>();
    int size = 0;
    for (OutgoingPacket next = next(); next != null; next = size < ENOUGH ? next() : null) {
      packets.add(next.packet());
      size += next.packet().size();
      next.sent();
    }
    return packets;
  }

  private synchronized @Nullable OutgoingPacket next() {
    return queue.poll();
  }

  /** From now on everything goes to the WebSocket, first what waits. A poll is too late. */
  void moveTo(EngineSocket target) {
    Poll stale;
    SessionClose last;
    List<OutgoingPacket> waiting;
    boolean taken;
    synchronized (this) {
      waiting = queue.clear();
      taken = target.addAll(waiting);
      socket = target;
      stale = poll;
      poll = null;
      last = sessionClose;
    }
    if (!taken) {
      waiting.forEach(OutgoingPacket::lost);
    }
    if (stale != null) {
      stale.refuse(EngineError.BAD_REQUEST);
    }
    target.pump();
    if (last != null) {
      target.finish(last);
    }
  }

  /** Nothing that waits is sent. */
  void discard() {
    List<OutgoingPacket> lost;
    synchronized (this) {
      lost = queue.clear();
    }
    lost.forEach(OutgoingPacket::lost);
  }

  /**
   * Sends the last messages, and nothing after them.
   *
   * @return whether they wait for a poll that is late
   */
  boolean end(SessionClose last) {
    Poll waiting;
    EngineSocket to;
    synchronized (this) {
      sessionClose = last;
      waiting = poll;
      poll = null;
      to = socket;
      late = last.lingering() && waiting == null && to == null;
    }
    discard();
    if (to != null) {
      to.finish(last);
    } else if (waiting != null) {
      waiting.answer(writer.write(lastPackets(last)));
    }
    return last.lingering() && waiting == null && to == null;
  }

  private static List<EnginePacket> lastPackets(SessionClose last) {
    List<EnginePacket> packets = new ArrayList<>(last.lastMessages());
    packets.add(last.lastPacket());
    return packets;
  }
}
