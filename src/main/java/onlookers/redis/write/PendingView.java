package onlookers.redis.write;

import java.time.LocalDate;
import onlookers.presence.Viewing;

/**
 * Views of one post that Redis may not have.
 *
 * @param viewing whose
 * @param number under which they were sent last, 0 if they never were
 * @param amount how many
 * @param shown whether they are shown while Redis is away: not those of a page that reconnects
 * @param day of UTC, on which they were taken
 */
public record PendingView(Viewing viewing, long number, long amount, boolean shown, LocalDate day) {
  /** The same under another number; 0 for none. */
  PendingView numbered(long another) {
    return new PendingView(viewing, another, amount, shown, day);
  }

  /** By number; what has none yet gets the next one when it is sent. */
  long order() {
    return number == 0 ? Long.MAX_VALUE : number;
  }
}
