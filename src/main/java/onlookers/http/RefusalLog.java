package onlookers.http;

import static java.lang.System.Logger.Level.WARNING;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import onlookers.runtime.Scheduler;

/**
 * Writes down who was refused the administration: the first at once, those who follow in one line
 * every two seconds, so that a flood of guesses is seen and does not fill the log.
 */
final class RefusalLog {
  private static final System.Logger LOG = System.getLogger(RefusalLog.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Scheduler time;

  @GuardedBy("this")
  private long pending;

  @GuardedBy("this")
  private String last = "";

  @GuardedBy("this")
  private boolean pausing;

  RefusalLog(Scheduler time) {
    this.time = time;
  }

  /**
   * One more.
   *
   * @param address the client's, free of control characters
   */
  synchronized void add(String address) {
    pending++;
    last = address;
    if (!pausing) {
      write();
    }
  }

  private synchronized void write() {
    pausing = pending > 0;
    if (pausing) {
      LOG.log(
          WARNING,
          "{0} to /api/admin refused for a wrong admin.token, the last from \"{1}\"",
          pending == 1 ? "1 request" : pending + " requests",
          last);
      pending = 0;
      time.after(PAUSE, this::write);
    }
  }
}
