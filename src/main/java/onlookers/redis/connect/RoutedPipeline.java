package onlookers.redis.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/**
 * Commands that leave together, each to the master that holds its keys: all are written and sent,
 * then all answers are read. For one master the answers come in the order of the commands.
 *
 * <p>A command that the wrong master got, or one that has forgotten the scripts, was not carried
 * out: it is sent again, up to {@value #ATTEMPTS} times, in its order. What is left then is the
 * answer. A connection that breaks breaks the whole: of no command is it known whether it was
 * carried out.
 */
public final class RoutedPipeline extends AbstractPipeline {
  private static final int ATTEMPTS = 6;
  private static final String TRYAGAIN = "TRYAGAIN";
  private static final CommandObjects COMMANDS = new CommandObjects(RedisProtocol.RESP2);

  /** Whoever has the connections, and knows by which of them a command goes. */
  interface Router {
    /** That of the master which holds what the command is about; any for one about no key. */
    MasterConnection holding(CommandArguments command);

    /** That of the server at this address, master or about to be one. */
    MasterConnection at(HostAndPort address);

    /** Keys lie elsewhere than was thought: asks that one where. Nothing may be unanswered. */
    void relocate(HostAndPort whom);

    /** Sends the scripts to each server that is connected. */
    void loadScripts();

    /** Waits for a Cluster that is about to move keys, longer each time. */
    void pause(int attempt);
  }

  private final Router router;
  private List<Sent<?>> sent = new ArrayList<>();

  RoutedPipeline(Router router) {
    super(COMMANDS);
    this.router = router;
  }

  /** A command on its way, and its answer. */
  private static final class Sent<T> {
    final CommandObject<T> command;
    final Response<T> response;
    MasterConnection master;
    @Nullable JedisDataException misrouted;

    Sent(CommandObject<T> command, MasterConnection master) {
      this.command = command;
      this.response = new Response<>(command.getBuilder());
      this.master = master;
    }

    void write() {
      master.sendCommand(command.getArguments());
    }

    void answer(Object reply) {
      misrouted = misrouted(reply);
      response.set(reply);
    }
  }

  @Override
  protected <T> Response<T> appendCommand(CommandObject<T> command) {
    Sent<T> one = new Sent<>(command, router.holding(command.getArguments()));
    one.write();
    sent.add(one);
    return one.response;
  }

  @Override
  public void sync() {
    List<Sent<?>> unanswered = sent;
    sent = new ArrayList<>();
    read(unanswered);
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      unanswered = unanswered.stream().filter(one -> one.misrouted != null).toList();
      if (unanswered.isEmpty()) {
        return;
      }
      sendAgain(unanswered, attempt);
    }
  }

  /** Sends what is left. */
  @Override
  public void close() {
    sync();
  }

  private void read(List<Sent<?>> unanswered) {
    Map<MasterConnection, List<Sent<?>>> byMaster = new LinkedHashMap<>(4);
    for (Sent<?> one : unanswered) {
      byMaster.computeIfAbsent(one.master, key -> new ArrayList<>()).add(one);
    }
    if (byMaster.size() > 1) {
      byMaster.keySet().forEach(MasterConnection::send);
    }
    byMaster.forEach(RoutedPipeline::read);
  }

  private static void read(MasterConnection master, List<Sent<?>> unanswered) {
    List<Object> replies = master.getMany(unanswered.size());
    for (int i = 0; i < replies.size(); i++) {
      unanswered.get(i).answer(replies.get(i));
    }
  }

  private static @Nullable JedisDataException misrouted(Object reply) {
    if (reply instanceof JedisDataException error
        && (error instanceof JedisMovedDataException
            || error instanceof JedisAskDataException
            || error instanceof JedisNoScriptException
            || String.valueOf(error.getMessage()).startsWith(TRYAGAIN))) {
      return error;
    }
    return null;
  }

  private void sendAgain(List<Sent<?>> misrouted, int attempt) {
    Optional<HostAndPort> moved =
        misrouted.stream().map(RoutedPipeline::movedTo).flatMap(Optional::stream).findFirst();
    moved.ifPresent(router::relocate);
    if (misrouted.stream().anyMatch(one -> one.misrouted instanceof JedisNoScriptException)) {
      router.loadScripts();
    }
    if (attempt > 1 || moved.isEmpty()) {
      router.pause(attempt);
    }
    misrouted.forEach(this::route);
    List<MasterConnection> asking =
        misrouted.stream()
            .filter(RoutedPipeline::mustAsk)
            .map(one -> one.master)
            .distinct()
            .toList();
    if (asking.isEmpty()) {
      misrouted.forEach(Sent::write);
      read(misrouted);
    } else {
      misrouted.forEach(this::askOne);
    }
  }

  private void route(Sent<?> one) {
    one.master =
        one.misrouted instanceof JedisRedirectionException redirected
            ? router.at(redirected.getTargetNode())
            : router.holding(one.command.getArguments());
  }

  private static Optional<HostAndPort> movedTo(Sent<?> one) {
    return one.misrouted instanceof JedisMovedDataException moved
        ? Optional.of(moved.getTargetNode())
        : Optional.empty();
  }

  private static boolean mustAsk(Sent<?> one) {
    return one.misrouted instanceof JedisAskDataException;
  }

  /** One by one: each command that is redirected for once needs an ASKING of its own before it. */
  private void askOne(Sent<?> one) {
    boolean asks = mustAsk(one);
    if (asks) {
      one.master.sendCommand(Protocol.Command.ASKING);
    }
    one.write();
    List<Object> replies = one.master.getMany(asks ? 2 : 1);
    one.answer(replies.get(replies.size() - 1));
  }
}
