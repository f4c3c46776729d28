package onlookers.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The open connections of this node, each filed under the second in which the heartbeat is to look
 * at it next: a second costs what is due in it, and not what is open. To look at thousands of
 * silent connections each second would cost more than to ping them, because none of them is in the
 * processor's cache. Thread safe.
 */
final class OpenConnections {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** More than the longest time between two looks, which is as long as a client may be silent. */
  private static final int SECONDS = 64;

  private final long startNanos;

  @GuardedBy("this")
  private final List<Set<Connection>> bySecond;

  /** Those whose wire has a heartbeat of its own. */
  @GuardedBy("this")
  private final Set<Connection> others = new HashSet<>();

  /** The first second that was not looked at yet. */
  @GuardedBy("this")
  private long next;

  OpenConnections(long nowNanos) {
    startNanos = nowNanos;
    bySecond = Stream.<Set<Connection>>generate(HashSet::new).limit(SECONDS).toList();
  }

  synchronized void add(Connection connection) {
    if (connection.transport().hasHeartbeat()) {
      others.add(connection);
    } else {
      file(connection);
    }
  }

  @GuardedBy("this")
  private void file(Connection connection) {
    long due = Math.floorDiv(connection.keepAlive().nextLookNanos() - startNanos, SECOND);
    long second = Math.min(Math.max(due, next), next + SECONDS - 1);
    connection.keepAlive().lookSecond(second);
    bucket(second).add(connection);
  }

  synchronized void remove(Connection connection) {
    if (!others.remove(connection)) {
      bucket(connection.keepAlive().lookSecond()).remove(connection);
    }
  }

  /** Those to be looked at by now. Each is open still, and is to be {@linkplain #refile filed}. */
  synchronized List<Connection> due(long nowNanos) {
    long now = Math.floorDiv(nowNanos - startNanos, SECOND);
    long first = Math.max(next, now - SECONDS + 1);
    List<Connection> due = new ArrayList<>();
    for (long second = first; second <= now; second++) {
      due.addAll(bucket(second));
    }
    next = Math.max(next, now + 1);
    return due;
  }

  /** It was looked at; when next, it knows itself. Does nothing where it has ended meanwhile. */
  synchronized void refile(Connection connection) {
    if (bucket(connection.keepAlive().lookSecond()).remove(connection)) {
      file(connection);
    }
  }

  synchronized List<Connection> all() {
    List<Connection> all = new ArrayList<>(others);
    bySecond.forEach(all::addAll);
    return all;
  }

  synchronized boolean isEmpty() {
    return others.isEmpty() && bySecond.stream().allMatch(Set::isEmpty);
  }

  @GuardedBy("this")
  private Set<Connection> bucket(long second) {
    return bySecond.get(Math.floorMod(second, SECONDS));
  }
}
