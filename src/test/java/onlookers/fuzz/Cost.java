package onlookers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/**
 * What reading an input may cost. Allocated bytes are counted, since they are the same each time.
 */
public final class Cost {
  /** Whatever the length, so much may be needed: buffers of a parser, an exception. */
  private static final long BASE = 128_000;

  /** Jazzer's hooks allocate too, and much where patterns are matched. */
  private static final long WITH_HOOKS = "false".equals(System.getenv("JAZZER_HOOKS")) ? 1 : 20;

  /** More time than any input may take, also on a machine that has other things to do. */
  private static final long SECONDS = 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Cost() {}

  /**
   * Does the work, which changes nothing: whatever costs too much is done once more, since the
   * first time loads classes.
   *
   * @param perByte how many bytes each byte of the input may make it allocate
   */
  public static <T> T bounded(int inputBytes, long perByte, Callable<T> work) throws Exception {
    long limit = WITH_HOOKS * (BASE + perByte * inputBytes);
    long begun = System.nanoTime();
    long before = allocated();
    try {
      return work.call();
    } finally {
      if (allocated() - before > limit) {
        assertThat(costOf(work)).as("bytes allocated for %d", inputBytes).isLessThan(limit);
      }
      assertThat((System.nanoTime() - begun) / 1_000_000_000)
          .as("seconds for %d bytes", inputBytes)
          .isLessThan(SECONDS);
    }
  }

  private static long costOf(Callable<?> work) {
    long before = allocated();
    try {
      work.call();
    } catch (Exception again) {
      // as the first time; there it is thrown
    }
    return allocated() - before;
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
