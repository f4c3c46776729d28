package onlookers.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The scripts: each file beside this class says in its head what it does, and names its keys and
 * arguments.
 */
enum Script {
  VIEW,
  COUNT,
  LEAVE,
  LEASE,
  LOCK,
  SETTLE,
  BURY,
  DEAD,
  RETIRE,
  RANK,
  IMPORT;

  private final String text;
  private final String sha;

  Script() {
    text = read(name().toLowerCase(Locale.ROOT) + ".lua");
    sha = sha1(text);
  }

  /** Queues the script; {@link #loadAll} must have been sent to this server before. */
  Response<Object> queue(Pipeline pipeline, List<String> keys, List<String> arguments) {
    return pipeline.evalsha(sha, keys, arguments);
  }

  /**
   * Sends every script to the server, which forgets them when it restarts.
   *
   * @throws JedisDataException when the server does not take them, in its own words: without this
   *     the first call would only tell that there is no such script
   */
  static void loadAll(Pipeline pipeline) {
    List<Response<String>> loaded =
        Stream.of(values()).map(script -> pipeline.scriptLoad(script.text, "")).toList();
    pipeline.sync();
    loaded.forEach(Response::get);
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
