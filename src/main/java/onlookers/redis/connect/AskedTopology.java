package onlookers.redis.connect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Masters that others know of: the sentinels, or the nodes of a Cluster. They are asked one after
 * the other, the one that answered last first, each on a connection of its own.
 */
public abstract class AskedTopology implements Topology {
  private static final System.Logger LOG = System.getLogger(AskedTopology.class.getName());

  @GuardedBy("this")
  private final AskingOrder order;

  private final Function<HostAndPort, Jedis> opening;
  private volatile @Nullable Layout known;

  /** A master with which nobody could work, until they are asked anew. */
  private volatile @Nullable HostAndPort suspected;

  /**
   * @param given those that the setting names
   * @param opening connects to one of them
   */
  AskedTopology(List<HostAndPort> given, Function<HostAndPort, Jedis> opening) {
    this.order = new AskingOrder(given);
    this.opening = opening;
  }

  /**
   * Asks one; {@code null} when it does not know.
   *
   * @throws JedisException when it does not answer
   */
  public abstract @Nullable Layout ask(HostAndPort whom, Jedis connection);

  /** What is said when they answer, and none of them knows. */
  abstract String noMasterReason();

  /** Why one of them did not answer, and what would be right. */
  String reason(RuntimeException failure) {
    return RootCause.withAdvice(failure);
  }

  @Override
  public final Layout layout() {
    Layout layout = known;
    return layout == null ? refresh() : layout;
  }

  @Override
  public final synchronized Layout refreshFrom(HostAndPort one) {
    Layout layout = known;
    if (layout != null && layout.isCluster()) {
      order.answered(one);
    }
    return refresh();
  }

  @Override
  public final void suspect(HostAndPort master) {
    suspected = master;
  }

  /**
   * A sentinel that was started anew with its first configuration, or a node of a Cluster that is
   * cut off, goes on naming a master that is none any more: the others are asked before it.
   */
  @GuardedBy("this")
  private void askOthersFirst() {
    HostAndPort master = suspected;
    Layout layout = known;
    suspected = null;
    if (master != null && layout != null && layout.masters().contains(master)) {
      order.demoteLast();
    }
  }

  @Override
  public final synchronized Layout refresh() {
    askOthersFirst();
    RuntimeException failure = null;
    RuntimeException telling = null;
    boolean answered = false;
    for (HostAndPort one : order.with(known)) {
      try (Jedis connection = opening.apply(one)) {
        Layout layout = ask(one, connection);
        if (layout != null) {
          order.answered(one);
          return learn(layout);
        }
        answered = true;
      } catch (JedisException | RedisAwayException e) {
        failure = explained(one, e);
        telling = isTelling(e) ? failure : telling;
        LOG.log(
            System.Logger.Level.DEBUG,
            "{0} does not answer where Redis is: {1}",
            one,
            RootCause.of(e));
      }
    }
    throw noLayout(answered, telling == null ? failure : telling);
  }

  /**
   * Whether it was reached, or it is known what would be right: of several failures one of these is
   * told, because that another one is down as well explains nothing.
   */
  private boolean isTelling(RuntimeException failure) {
    return !(failure instanceof JedisConnectionException)
        || !reason(failure).equals(RootCause.of(failure));
  }

  private RuntimeException noLayout(boolean answered, @Nullable RuntimeException failure) {
    if (failure == null) {
      return new RedisAwayException(noMasterReason());
    }
    return answered
        ? new RedisAwayException(noMasterReason() + "; and " + failure.getMessage(), failure)
        : failure;
  }

  private RuntimeException explained(HostAndPort one, RuntimeException failure) {
    return failure instanceof RedisAwayException
        ? failure
        : new RedisAwayException(RootCause.at(one, reason(failure)), failure);
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

  @Override
  public final boolean changes() {
    return true;
  }
}
