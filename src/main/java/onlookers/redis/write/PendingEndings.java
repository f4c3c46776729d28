package onlookers.redis.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions that have ended while Redis was out of reach, and are to be ended there when it is back.
 * Up to {@value #MAX}; more than these end with their keys, with a warning.
 */
public final class PendingEndings {
  private static final System.Logger LOG = System.getLogger(PendingEndings.class.getName());
  private static final int MAX = 100_000;

  @GuardedBy("this")
  private final Map<String, Ending> endings = new LinkedHashMap<>();

  @GuardedBy("this")
  private boolean warned;

  /** One session more; its last ending counts. */
  public synchronized void add(Ending ending) {
    if (endings.size() < MAX || endings.containsKey(ending.session())) {
      endings.put(ending.session(), ending);
    } else if (!warned) {
      warned = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Redis has been away too long: more than {0} sessions have ended meanwhile, some are"
              + " counted until their keys expire",
          MAX);
    }
  }

  /** All of them; none is kept. */
  public synchronized List<Ending> take() {
    List<Ending> all = List.copyOf(endings.values());
    endings.clear();
    warned = false;
    return all;
  }
}
