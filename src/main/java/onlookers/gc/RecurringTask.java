package onlookers.gc;

import onlookers.presence.UnavailableException;
import onlookers.runtime.NodeState;

/**
 * One thing that the collector does again and again. That it cannot be done now ends nothing: it is
 * tried again at its next time. One failure is a blink, and not worth a line; a second one in a row
 * is, unless Redis is known to be away.
 */
final class RecurringTask {
  private static final System.Logger LOG = System.getLogger(RecurringTask.class.getName());

  private final String name;
  private final Runnable work;
  private final NodeState state;
  private int failures;

  /**
   * @param name what it is, for the log
   * @param work may throw {@link UnavailableException}
   */
  RecurringTask(String name, Runnable work, NodeState state) {
    this.name = name;
    this.work = work;
    this.state = state;
  }

  /** Does it, or fails to. Always called on the same thread. */
  void attempt() {
    try {
      work.run();
      failures = 0;
    } catch (UnavailableException e) {
      failed(e);
    }
  }

  private void failed(UnavailableException e) {
    if (!state.redisUp()) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: not now: {1}", name, e.getMessage());
      return;
    }
    failures++;
    if (failures == 2) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the garbage collector cannot do its work ({0}): {1}",
          name,
          e.getMessage());
    }
  }
}
