package onlookers.runtime;

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
      LOG.log(
          System.Logger.Level.ERROR,
          "a task of " + Thread.currentThread().getName() + " failed",
          e);
    }
  }
}
