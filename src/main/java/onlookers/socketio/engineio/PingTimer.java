package onlookers.socketio.engineio;

import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EngineProtocol;

/**
 * When one client is to be pinged, and when it is dead. In version 3 the client pings, in version 4
 * the server does. All times are nanoseconds of the engine's clock.
 */
final class PingTimer {
  /** More packets that say nothing in an interval, one of which has a ping or two, are a flood. */
  private static final int MAX_SIGNS = 100;

  /** What is to be done. */
  enum Duty {
    NOTHING,
    PING,
    REAP
  }

  private final boolean pinging;
  private final long interval;
  private final long timeout;

  /** When the next ping is due, or when the answer to the last one is. */
  private long deadline;

  private boolean waiting;
  private boolean prolonged;
  private long windowStart;
  private int signs;

  PingTimer(EngineProtocol protocol, EngineLimits limits, long now) {
    this.pinging = protocol == EngineProtocol.V4;
    this.interval = limits.pingInterval().toNanos();
    this.timeout = limits.pingTimeout().toNanos();
    this.windowStart = now;
    this.waiting = !pinging;
    this.deadline = now + (pinging ? interval : interval + timeout);
  }

  /** The client sent a packet: it lives, but a pong that is due is put off only once. */
  synchronized void received(long now) {
    if (!pinging) {
      deadline = now + interval + timeout;
    } else if (waiting && !prolonged) {
      prolonged = true;
      deadline = now + timeout;
    }
  }

  /** Counts a packet that is no message; returns whether it is within reason. */
  synchronized boolean admits(long now) {
    if (now - windowStart >= interval) {
      windowStart = now;
      signs = 0;
    }
    return ++signs <= MAX_SIGNS;
  }

  /** The client answered a ping. */
  synchronized void answered(long now) {
    if (waiting) {
      waiting = false;
      prolonged = false;
      deadline = now + interval;
    }
  }

  /**
   * In how many nanoseconds something is due, at the latest that of the ping's times which is
   * shorter: what is received until then makes nothing due sooner.
   */
  synchronized long nanosToLook(long now) {
    return Math.min(deadline - now, Math.min(interval, timeout));
  }

  /** What is due now; a ping is due once. */
  synchronized Duty due(long now) {
    if (now - deadline < 0) {
      return Duty.NOTHING;
    }
    if (waiting) {
      return Duty.REAP;
    }
    waiting = true;
    deadline += timeout; // counted from when the ping was due, however late the clock is
    return Duty.PING;
  }
}
