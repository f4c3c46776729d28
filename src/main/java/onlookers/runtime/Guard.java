package onlookers.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one failure one failure: whoever does something for each of many, or owns a thread, runs
 * each part through here.
 */
public final class Guard {
  private static final System.Logger LOG = System.getLogger(Guard.class.getName());

  private Guard() {}

  /**
   * Runs the task; one that fails, be it by an {@link Error}, is logged, and its caller goes on.
   */
  public static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      report(1, e);
    }
  }

  /**
   * Does it for each, whatever becomes of the others. However many fail, that is one record in the
   * log: their number, and the first failure.
   */
  public static <T> void each(Iterable<? extends T> all, Consumer<? super T> step) {
    Throwable first = null;
    int failures = 0;
    for (T one : all) {
      Throwable failure = attempt(one, step);
      if (failure != null) {
        first = first == null ? failure : first;
        failures++;
      }
    }
    if (first != null) {
      report(failures, first);
    }
  }

  private static <T> @Nullable Throwable attempt(T one, Consumer<? super T> step) {
    try {
      step.accept(one);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private static void report(int failures, Throwable first) {
    LOG.log(
        System.Logger.Level.ERROR,
        "a task of "
            + Thread.currentThread().getName()
            + " failed"
            + (failures > 1 ? ", for " + failures + " of those it was done for; the first:" : ""),
        first);
  }

  /**
   * Runs the task. What it throws is logged and thrown again without its words, which may hold
   * names of files or servers: a container hands the message of an exception on to the client.
   *
   * @throws IllegalStateException when the task throws anything but an error of the JVM
   */
  public static void hiding(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.ERROR, "a client cannot be served", e);
      throw new IllegalStateException("it cannot be served");
    }
  }
}
