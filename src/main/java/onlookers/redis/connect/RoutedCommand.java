package onlookers.redis.connect;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.exceptions.JedisRedirectionException;

/** A command on its way to the master that holds its keys, and its answer. */
final class RoutedCommand<T> {
  private static final String TRYAGAIN = "TRYAGAIN";

  private final CommandObject<T> command;
  private final Response<T> response;
  private MasterConnection master;

  /** What the wrong master answered, or one that has forgotten the scripts. */
  private @Nullable JedisDataException misrouted;

  RoutedCommand(CommandObject<T> command, MasterConnection master) {
    this.command = command;
    this.response = new Response<>(command.getBuilder());
    this.master = master;
  }

  Response<T> response() {
    return response;
  }

  MasterConnection master() {
    return master;
  }

  void write() {
    master.sendCommand(command.getArguments());
  }

  void answer(Object reply) {
    misrouted = misrouted(reply);
    response.set(reply);
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

  /** Whether it was not carried out where it was sent. */
  boolean isMisrouted() {
    return misrouted != null;
  }

  /** Whether the master has forgotten the script. */
  boolean lacksScript() {
    return misrouted instanceof JedisNoScriptException;
  }

  /** Where its keys have moved to for good. */
  Optional<HostAndPort> movedTo() {
    return misrouted instanceof JedisMovedDataException moved
        ? Optional.of(moved.getTargetNode())
        : Optional.empty();
  }

  /** Whether it is redirected for once. */
  boolean mustAsk() {
    return misrouted instanceof JedisAskDataException;
  }

  /** Looks for the master anew: where it was redirected, else where its keys are by now. */
  void route(CommandRouter router) {
    master =
        misrouted instanceof JedisRedirectionException redirected
            ? router.at(redirected.getTargetNode())
            : router.holding(command.getArguments());
  }
}
