package onlookers.websocket.engineio;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import onlookers.protocol.socketio.EnginePacket;
import org.jspecify.annotations.Nullable;

/**
 * One client's WebSocket: packets wait here, in order, while one is on its way, because a container
 * takes no second one.
 */
final class EngineSocket {
  /** Last packets that the client does not take are not waited for longer than this. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Channel channel;
  private final Engine engine;
  private final Backlog queue;
  private final Consumer<Boolean> answered = this::answered;
  private @Nullable Outgoing current;
  private boolean handedOver;
  private @Nullable Boolean answer;
  private @Nullable Farewell farewell;
  private boolean closed;

  EngineSocket(Channel channel, Engine engine) {
    this.channel = channel;
    this.engine = engine;
    this.queue = new Backlog(engine.limits().maxPayload());
  }

  /** Queues a packet, for {@link #pump()}; answers whether there was room for it. */
  boolean add(Outgoing packet) {
    synchronized (this) {
      if (!closed && farewell == null) {
        return queue.add(packet);
      }
    }
    packet.lost();
    return true;
  }

  /**
   * Sends what waits, unless a packet is on its way. The container may answer before it returns;
   * then the loop goes on here, rather than one call deeper each time.
   */
  void pump() {
    for (Outgoing next = begin(); next != null; next = begin()) {
      channel.send(next.packet(), answered);
      Boolean ok = handOver();
      if (ok == null) {
        return;
      }
      settle(next, ok);
    }
  }

  private synchronized @Nullable Outgoing begin() {
    if (current != null || closed) {
      return null;
    }
    current = queue.poll();
    handedOver = false;
    answer = null;
    if (current == null && farewell != null) {
      close(farewell);
    }
    return current;
  }

  private synchronized @Nullable Boolean handOver() {
    handedOver = true;
    return answer;
  }

  private void answered(boolean ok) {
    Outgoing sent;
    synchronized (this) {
      if (!handedOver) {
        answer = ok;
        return;
      }
      sent = current;
    }
    if (sent != null) {
      settle(sent, ok);
      pump();
    }
  }

  /** While the sender is told, nothing else is sent: what he adds follows in the loop. */
  private void settle(Outgoing sent, boolean ok) {
    if (ok) {
      sent.sent();
    } else {
      sent.lost();
      broken();
    }
    synchronized (this) {
      current = null;
    }
  }

  /** The transport has ended: nothing is sent any more. */
  void broken() {
    List<Outgoing> lost;
    synchronized (this) {
      closed = true;
      lost = queue.clear();
    }
    lost.forEach(Outgoing::lost);
  }

  /** Sends what waits and the last words, then closes. */
  void finish(Farewell last) {
    synchronized (this) {
      if (closed || farewell != null) {
        return;
      }
      farewell = last;
      last.lastWords().forEach(this::addLast);
    }
    pump();
    if (!isClosed()) {
      engine.clock().after(PATIENCE, () -> cutOff(last));
    }
  }

  private void addLast(EnginePacket packet) {
    queue.add(Outgoing.of(packet));
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void cutOff(Farewell last) {
    if (!closed) {
      close(last);
    }
  }

  /** Closing may wait a moment for a client that does not read. */
  private void close(Farewell last) {
    closed = true;
    engine.closers().execute(() -> channel.close(last));
  }
}
