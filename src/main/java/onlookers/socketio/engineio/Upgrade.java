package onlookers.socketio.engineio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import onlookers.runtime.Scheduler;
import onlookers.socketio.codec.EnginePacket;
import org.jspecify.annotations.Nullable;

/**
 * One session's way from polling to a WebSocket: the client opens one and tries it ({@code 2probe},
 * {@code 3probe}), lets its last poll end, and says that it has gone over ({@code 5}). Until then
 * the WebSocket is a probe, and whatever is wrong with it, the session goes on by polling.
 */
final class Upgrade {
  /** The client says the last word of the upgrade only after its poll has ended. */
  private static final Duration LAST_POLL = Duration.ofMillis(50);

  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private final SendBuffer sendBuffer;
  private final Scheduler clock;

  @GuardedBy("this")
  private @Nullable EngineSocket probe;

  @GuardedBy("this")
  private boolean probed;

  @GuardedBy("this")
  private boolean moved;

  @GuardedBy("this")
  private long deadline;

  Upgrade(SendBuffer sendBuffer, Scheduler clock) {
    this.sendBuffer = sendBuffer;
    this.clock = clock;
  }

  /** Takes a WebSocket as the probe; returns whether one is wanted. */
  synchronized boolean begin(EngineSocket socket, long now) {
    if (probe != null || moved || sendBuffer.socket() != null) {
      return false;
    }
    probe = socket;
    probed = false;
    deadline = now + MAX_WAIT.toNanos();
    return true;
  }

  /** The client sent a packet by a WebSocket that is not yet the session's. */
  void receive(EngineSocket from, EnginePacket packet) {
    boolean done;
    boolean tried;
    synchronized (this) {
      if (from != probe) {
        return;
      }
      done = probed && packet.text().equals("5");
      tried = !probed && packet.text().equals("2probe");
      probed |= tried;
      if (done) {
        moved = true;
        clear();
      }
    }
    if (done) {
      sendBuffer.moveTo(from);
    } else if (tried) {
      from.add(OutgoingPacket.of(EnginePacket.PROBE_ANSWER));
      from.pump();
      sendBuffer.release();
    } else {
      abandon(from);
    }
  }

  /** A poll has come; while the client goes over it must end soon, and not at once, or it spins. */
  void polled() {
    synchronized (this) {
      if (!probed) {
        return;
      }
    }
    clock.after(LAST_POLL, sendBuffer::release);
  }

  /** In how many nanoseconds something may be due, whatever begins until then. */
  synchronized long nanosToLook(long now) {
    if (probe != null) {
      return deadline - now;
    }
    return moved || sendBuffer.socket() != null ? Long.MAX_VALUE : MAX_WAIT.toNanos();
  }

  void tick(long now) {
    synchronized (this) {
      if (probe == null || now - deadline < 0) {
        return;
      }
    }
    abandon();
  }

  /** The probe, if it is this one, has ended. */
  synchronized void lost(EngineSocket socket) {
    if (socket == probe) {
      clear();
    }
  }

  /** Closes the probe, if it is this one. */
  void abandon(EngineSocket socket) {
    synchronized (this) {
      if (socket != probe) {
        return;
      }
      clear();
    }
    socket.finish(SessionClose.BROKEN);
  }

  /** Closes the probe, if there is one. */
  void abandon() {
    EngineSocket socket;
    synchronized (this) {
      socket = probe;
    }
    if (socket != null) {
      abandon(socket);
    }
  }

  private synchronized void clear() {
    probe = null;
    probed = false;
  }
}
