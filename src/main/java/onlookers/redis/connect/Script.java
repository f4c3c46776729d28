package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The scripts: each file beside this class says in its head what it does, and names its keys and
 * arguments.
 */
public enum Script {
  CLAIM("claim"),
  PARK("park"),
  RELEASE("release"),
  REAP("reap"),
  ADD_VIEWS("add_views"),
  ADD_DAY("add_day"),
  PEAK("peak"),
  SET_VIEWS("set_views"),
  IMPORT("import"),
  LEASE("lease"),
  EXPIRED("expired"),
  NODES("nodes"),
  DEREGISTER("deregister"),
  LOCK("lock");

  private final String text;
  private final String sha;

  Script(String name) {
    text = read(name + ".lua");
    sha = sha1(text);
  }

  /** Queues the script, all of whose keys lie in one slot. */
  public Response<Object> queue(
      AbstractPipeline pipeline, List<String> keys, List<String> arguments) {
    return pipeline.evalsha(sha, keys, arguments);
  }

  /**
   * Sends every script to a server, which forgets them when it restarts.
   *
   * @throws JedisDataException when the server does not take them, in its own words: without this
   *     the first call would only answer that there is no such script
   */
  static void loadAll(MasterConnection server) {
    for (Script script : values()) {
      server.sendCommand(Protocol.Command.SCRIPT, "LOAD", script.text);
    }
    for (Object reply : server.getMany(values().length)) {
      if (reply instanceof JedisDataException refused) {
        throw refused;
      }
    }
  }

  private static String read(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the script " + file + " is missing from the build");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
