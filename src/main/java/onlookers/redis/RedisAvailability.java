package onlookers.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import onlookers.redis.connect.RootCause;
import org.jspecify.annotations.Nullable;

/**
 * Whether Redis is there, and why not: logs each loss and return, and lets a start wait for the
 * first arrival. Thread safe.
 */
final class RedisAvailability {
  private static final System.Logger LOG = System.getLogger(RedisAvailability.class.getName());

  private final Supplier<@Nullable Throwable> lastFailure;
  private final CountDownLatch firstArrival = new CountDownLatch(1);
  private volatile @Nullable Throwable lastLoss;

  /**
   * @param lastFailure why the last attempt to connect failed, {@code null} if none did
   */
  RedisAvailability(Supplier<@Nullable Throwable> lastFailure) {
    this.lastFailure = lastFailure;
  }

  /** All that was to be written at the arrival is written. */
  void back() {
    if (lastLoss != null) {
      LOG.log(System.Logger.Level.INFO, "Redis is back");
      lastLoss = null;
    }
    firstArrival.countDown();
  }

  /** Redis was there, or was tried, and is out of reach. */
  void lost(Throwable cause) {
    lastLoss = cause;
    LOG.log(System.Logger.Level.WARNING, "Redis is out of reach: {0}", RootCause.withAdvice(cause));
  }

  /**
   * Waits until Redis was reached once.
   *
   * @param timeout for how long, where an attempt has failed
   * @param silentTimeout for how long, while none has: a slow machine is not a Redis out of reach
   * @return why it was not, or {@code null} when it was
   */
  @Nullable String awaitFirstArrival(Duration timeout, Duration silentTimeout)
      throws InterruptedException {
    if (arrivesWithin(timeout)) {
      return null;
    }
    Duration rest = silentTimeout.minus(timeout);
    if (failure() == null && arrivesWithin(rest)) {
      return null;
    }
    Throwable reason = failure();
    return reason == null
        ? "no answer within " + silentTimeout.toSeconds() + " seconds"
        : RootCause.withAdvice(reason);
  }

  private boolean arrivesWithin(Duration timeout) throws InterruptedException {
    return firstArrival.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private @Nullable Throwable failure() {
    Throwable loss = lastLoss;
    return loss == null ? lastFailure.get() : loss;
  }
}
