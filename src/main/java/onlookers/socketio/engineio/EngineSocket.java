package onlookers.socketio.engineio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import onlookers.runtime.Scheduler;
import onlookers.socketio.codec.EnginePacket;
import org.jspecify.annotations.Nullable;

/**
 * One client's WebSocket: packets wait here, in order, while one is on its way, because a container
 * takes no second one. It is closed once, and then every packet has been sent or lost.
 */
final class EngineSocket {
  /** The session that a WebSocket belongs to. */
  interface Owner {
    /** The WebSocket has ended. */
    void closed(EngineSocket socket, boolean byCloseFrame);
  }

  /**
   * Last packets that the client does not take are not waited for longer than this, and a container
   * that could not send is not waited for longer to say that the WebSocket has ended.
   */
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Transport channel;
  private final Scheduler clock;
  private final Executor closers;

  @GuardedBy("this")
  private final PacketQueue queue;

  private volatile @Nullable Owner owner;

  @GuardedBy("this")
  private @Nullable Sending current;

  @GuardedBy("this")
  private @Nullable SessionClose sessionClose;

  @GuardedBy("this")
  private boolean closed;

  /**
   * @param maxPayload in bytes; so much of answers may wait twice
   * @param closers threads that may wait a moment for a client that does not read
   */
  EngineSocket(Transport channel, int maxPayload, Scheduler clock, Executor closers) {
    this.channel = channel;
    this.clock = clock;
    this.closers = closers;
    this.queue = new PacketQueue(maxPayload);
  }

  /** The session that is notified when the WebSocket has failed. */
  void belongTo(Owner session) {
    owner = session;
  }

  /** Queues a packet, for {@link #pump()}; returns whether there was room for it. */
  boolean add(OutgoingPacket packet) {
    synchronized (this) {
      if (takesPackets()) {
        return queue.add(packet);
      }
    }
    packet.lost();
    return true;
  }

  /**
   * Queues packets that have waited elsewhere, and so are within their bounds; returns whether they
   * are taken, which they are not when the WebSocket has ended.
   */
  synchronized boolean addAll(List<OutgoingPacket> packets) {
    if (takesPackets()) {
      packets.forEach(queue::append);
      return true;
    }
    return false;
  }

  @GuardedBy("this")
  private boolean takesPackets() {
    return !closed && sessionClose == null;
  }

  /**
   * Sends what waits, unless a packet is on its way. The container may answer before it returns;
   * then the loop goes on here, rather than one call deeper each time.
   */
  void pump() {
    Sending next = begin();
    while (next != null) {
      next = next.isOver() ? begin() : null;
    }
  }

  private @Nullable Sending begin() {
    SessionClose last;
    synchronized (this) {
      if (closed || current != null) {
        return null;
      }
      OutgoingPacket packet = queue.poll();
      if (packet != null) {
        current = new Sending(packet);
        return current;
      }
      last = sessionClose;
      closed = last != null;
    }
    if (last != null) {
      close(last);
    }
    return null;
  }

  /** While the sender is notified, nothing else is sent: what they add follows in the loop. */
  private void reconcile(Sending sent, boolean ok) {
    try {
      if (ok) {
        sent.packet.sent();
      } else {
        fail();
      }
    } finally {
      synchronized (this) {
        current = null;
      }
    }
  }

  /** A packet could not be sent, so the client misses one: its WebSocket is of no use any more. */
  private void fail() {
    SessionClose last;
    synchronized (this) {
      last = sessionClose == null ? SessionClose.FAILED : sessionClose;
    }
    if (stop()) {
      close(last);
      clock.after(MAX_WAIT, this::reportLost);
    }
  }

  private void reportLost() {
    Owner session = owner;
    if (session != null) {
      session.closed(this, false);
    }
  }

  /** The transport has ended: nothing is sent any more. */
  void broken() {
    stop();
  }

  /** Nothing is sent any more; returns whether that is new. */
  private boolean stop() {
    List<OutgoingPacket> lost = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      if (current != null) {
        lost.add(current.packet);
      }
      lost.addAll(queue.clear());
    }
    lost.forEach(OutgoingPacket::lost);
    return true;
  }

  /** Sends what waits and the last messages, then closes. */
  void finish(SessionClose last) {
    synchronized (this) {
      if (!takesPackets()) {
        return;
      }
      sessionClose = last;
      last.lastMessages().forEach(this::addLast);
    }
    channel.ending(last);
    pump();
    if (!isClosed()) {
      clock.after(MAX_WAIT, () -> cutOff(last));
    }
  }

  @GuardedBy("this")
  private void addLast(EnginePacket packet) {
    queue.append(OutgoingPacket.of(packet));
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Whether the client has been sent away, or soon will be, when it has taken what waits. */
  synchronized boolean isEnding() {
    return !takesPackets();
  }

  private void cutOff(SessionClose last) {
    if (stop()) {
      close(last);
    }
  }

  /** Closing may wait a moment for a client that does not read. */
  private void close(SessionClose last) {
    try {
      closers.execute(() -> channel.close(last));
    } catch (RejectedExecutionException stopped) {
      channel.close(last);
    }
  }

  /** A packet on its way: over when the channel has both returned and answered. */
  private final class Sending implements Consumer<Boolean> {
    private final OutgoingPacket packet;

    @GuardedBy("this")
    private boolean returned;

    @GuardedBy("this")
    private @Nullable Boolean answer;

    Sending(OutgoingPacket packet) {
      this.packet = packet;
    }

    /** Sends it; returns whether that is over already. */
    boolean isOver() {
      channel.send(packet.packet(), this);
      Boolean ok = returned();
      if (ok != null) {
        reconcile(this, ok);
      }
      return ok != null;
    }

    private synchronized @Nullable Boolean returned() {
      returned = true;
      return answer;
    }

    @Override
    public void accept(Boolean ok) {
      synchronized (this) {
        if (!returned) {
          answer = ok;
          return;
        }
      }
      reconcile(this, ok);
      pump();
    }
  }
}
