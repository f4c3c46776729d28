package onlookers.websocket;

import java.time.Duration;

/**
 * What is known of one client's life: when it sent something last, when it was pinged, and when the
 * heartbeat is to look at it next. All times are of one scale, in nanoseconds.
 */
final class KeepAlive {
  private static final long PING_INTERVAL = Duration.ofSeconds(25).toNanos();
  private static final long SILENCE = Duration.ofSeconds(60).toNanos();

  private volatile long receivedNanos;
  private volatile long pingedNanos;

  /** Whether a ping is due that is not out yet. Set by the heartbeat, cleared by who sends it. */
  private volatile boolean pinging;

  private long lookSecond;

  KeepAlive(long nowNanos) {
    receivedNanos = nowNanos;
    pingedNanos = nowNanos;
  }

  /** The client has sent something. */
  void received(long nowNanos) {
    receivedNanos = nowNanos;
  }

  /** Whether it has sent nothing for so long that its connection is to be given up. */
  boolean isSilent(long nowNanos) {
    return nowNanos - receivedNanos > SILENCE;
  }

  /** When the heartbeat has something to do about it, if nothing is received meanwhile. */
  long nextLookNanos() {
    return Math.min(pingedNanos + PING_INTERVAL, receivedNanos + SILENCE);
  }

  /**
   * Whether a ping is due. If so it is to be sent, and {@link #pinged} to be called then; the next
   * one is due an interval later, but not before this one is out. Called by the heartbeat only.
   *
   * @param round how long it is until the next call: what is due sooner is due now
   */
  boolean takePing(long nowNanos, long round) {
    long late = nowNanos - pingedNanos - PING_INTERVAL;
    if (late <= -round || pinging) {
      return false;
    }
    pingedNanos = late < round ? pingedNanos + PING_INTERVAL : nowNanos;
    pinging = true;
    return true;
  }

  /** The ping that was due is out, or failed. */
  void pinged() {
    pinging = false;
  }

  /**
   * The second in which it is filed. Kept here and not in a table: of {@link OpenConnections}, and
   * under its lock.
   */
  long lookSecond() {
    return lookSecond;
  }

  void lookSecond(long second) {
    lookSecond = second;
  }
}
