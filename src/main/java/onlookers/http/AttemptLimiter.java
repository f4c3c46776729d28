package onlookers.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import onlookers.runtime.Scheduler;

/**
 * Lets one address guess wrong only so often in a minute: what it tries after that is not looked at
 * until the minute is over. What other addresses may do does not depend on it.
 *
 * <p>A minute begins with an address' first wrong guess. Of {@value #MAX_ADDRESSES} addresses that
 * guess within a minute the first is forgotten: memory is bounded, and whoever has so many
 * addresses needs no second try from one.
 */
final class AttemptLimiter {
  /** A guess was right. */
  static final int RIGHT = 0;

  /** A guess was wrong. */
  static final int WRONG = -1;

  /** Wrong guesses of one address in a minute. */
  static final int MAX_WRONG = 10;

  /** Addresses that are remembered. */
  static final int MAX_ADDRESSES = 10_000;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Scheduler time;

  /** In the order in which their minutes began. */
  @GuardedBy("this")
  private final Map<String, Minute> minutes = new LinkedHashMap<>();

  AttemptLimiter(Scheduler time) {
    this.time = time;
  }

  /**
   * Looks at one guess. One at a time: of many at once no more are looked at than are allowed.
   *
   * @param address whose it is
   * @param guess whether it is right; short, and not asked when the address must wait
   * @return {@link #RIGHT}, {@link #WRONG}, else the seconds that the address has to wait, 1 to 60
   */
  synchronized int attempt(String address, BooleanSupplier guess) {
    forgetWhatIsOver();
    Minute minute = minutes.get(address);
    if (minute != null && minute.wrong >= MAX_WRONG) {
      return secondsLeft(minute);
    }
    if (guess.getAsBoolean()) {
      return RIGHT;
    }
    minutes.computeIfAbsent(address, first -> new Minute(time.nanoTime())).wrong++;
    return WRONG;
  }

  private int secondsLeft(Minute minute) {
    long left = MINUTE - (time.nanoTime() - minute.begunNanos);
    return (int) ((left + SECOND - 1) / SECOND);
  }

  @GuardedBy("this")
  private void forgetWhatIsOver() {
    long now = time.nanoTime();
    Iterator<Minute> oldest = minutes.values().iterator();
    while (oldest.hasNext()
        && (now - oldest.next().begunNanos >= MINUTE || minutes.size() >= MAX_ADDRESSES)) {
      oldest.remove();
    }
  }

  /** How many addresses are remembered. */
  synchronized int addresses() {
    return minutes.size();
  }

  private static final class Minute {
    private final long begunNanos;
    private int wrong;

    Minute(long begunNanos) {
      this.begunNanos = begunNanos;
    }
  }
}
