package onlookers.runtime;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Ends threads: in order if that does not take too long, else by an interrupt. */
final class Shutdown {
  private Shutdown() {}

  /**
   * Lets the threads finish and takes no more tasks. Whoever waits here and is interrupted waits no
   * longer, and stays interrupted.
   *
   * @param longest how long to wait for tasks before they are interrupted
   */
  static void within(Duration longest, ExecutorService threads) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
