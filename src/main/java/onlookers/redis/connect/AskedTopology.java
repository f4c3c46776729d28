package onlookers.redis.connect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Masters that others know of: the sentinels, or the nodes of a Cluster. They are asked one after
 * the other, the one that answered last first, each on a connection of its own.
 */
public abstract class AskedTopology implements Topology {
  private static final System.Logger LOG = System.getLogger(AskedTopology.class.getName());

  private final List<HostAndPort> given;
  private final Function<HostAndPort, Jedis> opening;
  private volatile @Nullable Layout known;

  @GuardedBy("this")
  private @Nullable HostAndPort answeredLast;

  /**
   * @param given those that the setting names
   * @param opening connects to one of them
   */
  AskedTopology(List<HostAndPort> given, Function<HostAndPort, Jedis> opening) {
    this.given = List.copyOf(given);
    this.opening = opening;
  }

  /**
   * Asks one; {@code null} when it does not know.
   *
   * @throws JedisException when it does not answer
   */
  public abstract @Nullable Layout ask(HostAndPort whom, Jedis connection);

  /** What is said when they answer, and none of them knows. */
  abstract String ignorance();

  @Override
  public final Layout layout() {
    Layout layout = known;
    return layout == null ? refresh() : layout;
  }

  @Override
  public final synchronized Layout refreshFrom(HostAndPort one) {
    Layout layout = known;
    if (layout != null && layout.isCluster()) {
      answeredLast = one;
    }
    return refresh();
  }

  @Override
  public final synchronized Layout refresh() {
    RuntimeException failure = null;
    for (HostAndPort one : candidates()) {
      try (Jedis connection = opening.apply(one)) {
        Layout layout = ask(one, connection);
        if (layout != null) {
          answeredLast = one;
          return learn(layout);
        }
      } catch (JedisException | RedisAwayException e) {
        failure = e;
        LOG.log(
            System.Logger.Level.DEBUG,
            "{0} does not tell where Redis is: {1}",
            one,
            RootCause.of(e));
      }
    }
    if (failure != null) {
      throw failure;
    }
    throw new RedisAwayException(ignorance());
  }

  private Layout learn(Layout layout) {
    Layout before = known;
    if (before != null && before.equals(layout)) {
      return before;
    }
    if (before == null || !before.masters().equals(layout.masters())) {
      LOG.log(System.Logger.Level.INFO, "Redis'' masters: {0}", layout);
    }
    known = layout;
    return layout;
  }

  @GuardedBy("this")
  private List<HostAndPort> candidates() {
    Set<HostAndPort> all = new LinkedHashSet<>();
    if (answeredLast != null) {
      all.add(answeredLast);
    }
    all.addAll(given);
    Layout layout = known;
    if (layout != null && layout.isCluster()) {
      all.addAll(layout.masters());
    }
    return new ArrayList<>(all);
  }

  @Override
  public final boolean changes() {
    return true;
  }
}
