package onlookers.bench.load;

import java.util.concurrent.CompletableFuture;

/** How many readers know the right counts. Belongs to the event loop, but for the future. */
public final class Tally {
  private final int target;
  private int right;
  private CompletableFuture<Long> all = new CompletableFuture<>();

  /** A tally that waits for so many readers. */
  public Tally(int target) {
    this.target = target;
  }

  void add(int difference) {
    right += difference;
    if (right == target) {
      all.complete(System.nanoTime());
    }
  }

  /** How many are right now. */
  public int right() {
    return right;
  }

  /** How many there are to be. */
  public int target() {
    return target;
  }

  /** Completes with {@link System#nanoTime()} when all are right. */
  public CompletableFuture<Long> all() {
    return all;
  }

  /** Waits for the next time that all are right. */
  void renew() {
    all = new CompletableFuture<>();
  }
}
