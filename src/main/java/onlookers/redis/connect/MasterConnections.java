package onlookers.redis.connect;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Response;

/**
 * One connection to each master, opened when it is first needed. For one thread at a time. When a
 * connection breaks, all are of no use any more.
 */
public final class MasterConnections implements CommandRouter, AutoCloseable {
  private static final long PAUSE_MILLIS = 10;

  private final Topology topology;
  private final Function<HostAndPort, MasterConnection> opening;
  private final LongConsumer sleeping;

  /** Is looked through by another thread when that one breaks them. */
  private final Map<HostAndPort, MasterConnection> open = new ConcurrentHashMap<>();

  private Layout layout;
  private @Nullable Set<HostAndPort> pinned;

  /**
   * Connections that are opened when they are first needed; the current thread sleeps between
   * attempts.
   *
   * @param topology knows where the masters are
   * @param opening opens a connection to a server
   */
  public MasterConnections(Topology topology, Function<HostAndPort, MasterConnection> opening) {
    this(topology, opening, MasterConnections::sleep);
  }

  /**
   * Connections with a pause of their own between attempts, which a test makes short.
   *
   * @param sleeping waits for so many milliseconds
   */
  public MasterConnections(
      Topology topology, Function<HostAndPort, MasterConnection> opening, LongConsumer sleeping) {
    this.topology = topology;
    this.opening = opening;
    this.sleeping = sleeping;
    this.layout = topology.layout();
  }

  /** Opens those that are not open yet. */
  public void openAll() {
    layout.masters().forEach(this::at);
  }

  /** Which of them holds each slot, as far as is known here. */
  public Layout layout() {
    return layout;
  }

  /**
   * From now on no other masters are followed than those that there are now, not even by a command
   * that one of them sends on: another one may lack what these have acknowledged, and that has to
   * be repeated there before anything new is written.
   */
  public void pinMasters() {
    pinned = Set.copyOf(layout.masters());
  }

  /** A pipeline to all of them. */
  public RoutedPipeline pipelined() {
    return new RoutedPipeline(this);
  }

  /** One command, and its answer. */
  public <T> T call(Function<AbstractPipeline, Response<T>> command) {
    RoutedPipeline pipeline = pipelined();
    Response<T> answer = command.apply(pipeline);
    pipeline.sync();
    return answer.get();
  }

  @Override
  public MasterConnection holding(CommandArguments command) {
    if (!layout.isCluster()) {
      return at(layout.masterOf(0));
    }
    Set<Integer> slots = command.getKeyHashSlots();
    return at(layout.masterOf(slots.isEmpty() ? 0 : slots.iterator().next()));
  }

  /** That of the server at this address, master or about to be one. */
  @Override
  public MasterConnection at(HostAndPort address) {
    MasterConnection known = open.get(address);
    if (known != null) {
      return known;
    }
    MasterConnection opened = opening.apply(address);
    open.put(address, opened);
    return opened;
  }

  @Override
  public void relocate(HostAndPort whom) {
    follow(topology.refreshFrom(whom));
  }

  /**
   * From now on keys are looked for as that says. Nothing may be unanswered.
   *
   * @throws RedisAwayException when these are {@linkplain #pinMasters pinned}, and the masters are
   *     others
   */
  public void follow(Layout now) {
    Set<HostAndPort> masters = Set.copyOf(now.masters());
    if (pinned != null && !pinned.equals(masters)) {
      throw new RedisAwayException("its masters are " + now + " now");
    }
    layout = now;
    open.entrySet()
        .removeIf(
            one -> {
              boolean gone = !masters.contains(one.getKey());
              if (gone) {
                one.getValue().close();
              }
              return gone;
            });
  }

  /**
   * Asks each server whether it is a master still.
   *
   * @throws RedisAwayException when one is not
   */
  public void checkRoles() {
    open.values().forEach(MasterConnection::checkRole);
  }

  /** Those that are open. */
  public Collection<MasterConnection> all() {
    return List.copyOf(open.values());
  }

  /** Sends the scripts to each server that is connected. */
  @Override
  public void loadScripts() {
    open.values().forEach(Script::loadAll);
  }

  /** Waits for a Cluster that is about to move keys, longer each time. */
  @Override
  public void pause(int attempt) {
    sleeping.accept(PAUSE_MILLIS << attempt);
  }

  private static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isBroken() {
    return open.values().stream().anyMatch(MasterConnection::isBroken);
  }

  /**
   * Breaks all of them from another thread, whatever is waited for on them; nothing can be sent any
   * more.
   */
  public void disconnect() {
    open.values().forEach(MasterConnection::disconnect);
  }

  @Override
  public void close() {
    open.values().forEach(MasterConnection::close);
    open.clear();
  }
}
