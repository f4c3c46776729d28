package onlookers.standalone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much of the heap is to be free after a collection: little, so that a crowd that has left
 * leaves no memory behind; but more where a crowd that stays fills nearly all of it. There G1 has
 * so little to give out that it collects every few seconds, and goes through all that lives after
 * each second or third time: half a second of a processor for 15,000 readers, who are silent.
 */
final class HeapSlack {
  /** Per cent of the heap that are free. */
  enum Amount {
    LITTLE(3, 5),
    MORE(30, 40);

    final int least;
    final int most;

    Amount(int least, int most) {
      this.least = least;
      this.most = most;
    }
  }

  /** Collections in a row that all leave the heap nearly full. */
  static final int COLLECTIONS = 10;

  /** Per cent of it that are used then. */
  static final int NEARLY_FULL = 80;

  private final Duration least;
  private final Duration most;
  private final Deque<Long> nearlyFull = new ArrayDeque<>();
  private Amount amount = Amount.LITTLE;

  /** Bytes that a collection has left at most since there is more. */
  private long mostUsed;

  /**
   * @param least for how long the heap is nearly full at least, as it is when a crowd arrives, too
   * @param most the longest in which there are so many collections that they are worth a change
   */
  HeapSlack(Duration least, Duration most) {
    this.least = least;
    this.most = most;
  }

  /**
   * There was a collection; returns what is right from now on.
   *
   * @param millis when, by any clock
   * @param used bytes that it has left
   * @param committed bytes that the heap has
   */
  Amount after(long millis, long used, long committed) {
    if (amount == Amount.MORE) {
      mostUsed = Math.max(mostUsed, used);
      if (used < mostUsed / 4 * 3) {
        amount = Amount.LITTLE;
      }
    } else if (isOftenNearlyFull(millis, used > committed / 100 * NEARLY_FULL)) {
      amount = Amount.MORE;
      mostUsed = used;
      nearlyFull.clear();
    }
    return amount;
  }

  private boolean isOftenNearlyFull(long millis, boolean now) {
    if (!now) {
      nearlyFull.clear();
      return false;
    }
    nearlyFull.add(millis);
    nearlyFull.removeIf(earlier -> millis - earlier > most.toMillis());
    return nearlyFull.size() >= COLLECTIONS && millis - nearlyFull.element() >= least.toMillis();
  }
}
