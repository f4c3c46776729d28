package onlookers.standalone.engine;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for a thread, of which each address has one in turn: however many one address has
 * waiting, another one's waits for a single one of them.
 */
final class FairTasks {
  /** Something to be done for one client. */
  interface ClientTask extends Runnable {
    /** Whose turn it is, as {@link onlookers.config.IpAddress#countedAs} counts addresses. */
    String network();
  }

  /** Those of each network, in their order; the network whose turn is next stands in front. */
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

  synchronized void add(ClientTask task) {
    waiting.computeIfAbsent(task.network(), key -> new ArrayDeque<>(2)).add(task);
  }

  /** Runs the one whose turn it is; each task that was added is to be followed by one such call. */
  void runNext() {
    Runnable next = next();
    if (next != null) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Iterator<Map.Entry<String, Queue<Runnable>>> networks = waiting.entrySet().iterator();
    if (!networks.hasNext()) {
      return null;
    }
    Map.Entry<String, Queue<Runnable>> first = networks.next();
    String network = first.getKey();
    Queue<Runnable> tasks = first.getValue();
    networks.remove();
    Runnable task = tasks.poll();
    if (!tasks.isEmpty()) {
      waiting.put(network, tasks);
    }
    return task;
  }
}
