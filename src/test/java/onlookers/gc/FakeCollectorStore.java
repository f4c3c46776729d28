package onlookers.gc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import onlookers.presence.CollectorStore;
import onlookers.presence.Post;
import onlookers.presence.SessionEvents;
import onlookers.presence.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A Redis whose lock is granted or not, whose steps find what a test says, and which may be away.
 */
final class FakeCollectorStore implements CollectorStore {
  /** What was asked, in order; the lock and what is empty left out. */
  final List<String> asked = new ArrayList<>();

  /** What each step does besides, by its name. */
  final Map<String, Runnable> during = new HashMap<>();

  /** When the viewers were counted. */
  final List<Instant> peaks = new ArrayList<>();

  long viewers;

  boolean granted = true;
  boolean held;
  @Nullable Pace pace;
  boolean away;
  @Nullable SessionEvents listener;
  @Nullable Duration length;
  int locks;
  int forced;
  long found;
  @Nullable BooleanSupplier goOn;

  @Override
  public Lock lock(Duration lockLength, boolean force) {
    locks++;
    length = lockLength;
    step("lock");
    if (force) {
      forced++;
      granted = true;
    }
    Lock answer = !granted ? Lock.ELSEWHERE : held ? Lock.KEPT : Lock.TAKEN;
    held = granted;
    return answer;
  }

  @Override
  public void unlock() {
    asked.add("unlock");
    step("unlock");
  }

  @Override
  public void listen(@Nullable SessionEvents collector) {
    asked.add(collector == null ? "unsubscribed" : "subscribed");
    listener = collector;
  }

  @Override
  public long reapDeadNodes(BooleanSupplier further) {
    asked.add("reap");
    goOn = further;
    return step("reap");
  }

  @Override
  public long reconcile(Collection<String> sessions) {
    if (!sessions.isEmpty()) {
      asked.add("reconcile " + new TreeSet<>(sessions));
    }
    long removed = step("reconcile");
    return sessions.isEmpty() ? 0 : removed;
  }

  @Override
  public void rank(Collection<Post> posts) {
    if (!posts.isEmpty()) {
      asked.add("rank " + new TreeSet<>(posts));
    }
    step("rank");
  }

  @Override
  public long recordPeak(Instant now) {
    peaks.add(now);
    step("peak");
    return viewers;
  }

  @Override
  public long sweep(BooleanSupplier further, Pace sweepPace) {
    asked.add("sweep");
    pace = sweepPace;
    goOn = further;
    return step("sweep");
  }

  @Override
  public long scan(BooleanSupplier further) {
    asked.add("scan");
    goOn = further;
    return step("scan");
  }

  private long step(String name) {
    during.getOrDefault(name, () -> {}).run();
    if (away) {
      throw new UnavailableException("Redis is out of reach: " + name);
    }
    return found;
  }
}
