package onlookers.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import onlookers.config.RedisUri;
import onlookers.standalone.EmbeddedRedis;
import org.jspecify.annotations.Nullable;

/** Where Redis is: somebody else's, or one that was started for this node and ends with it. */
final class RedisProvider implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RedisProvider.class.getName());

  private final RedisUri uri;
  private final @Nullable EmbeddedRedis embedded;

  private RedisProvider(RedisUri uri, @Nullable EmbeddedRedis embedded) {
    this.uri = uri;
    this.embedded = embedded;
  }

  /**
   * Starts a Redis if the setting asks for it.
   *
   * @throws UncheckedIOException when it does not start
   */
  static RedisProvider of(RedisUri setting) {
    if (!setting.embedded()) {
      return new RedisProvider(setting, null);
    }
    try {
      EmbeddedRedis redis = EmbeddedRedis.start();
      LOG.log(
          System.Logger.Level.INFO,
          "the embedded Redis is for trying out: its version {0} is of January 2024 and lacks the"
              + " security fixes since; for anything else give redis.uri the address of a newer one",
          EmbeddedRedis.VERSION);
      return new RedisProvider(RedisUri.parse(redis.uri()), redis);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  RedisUri uri() {
    return uri;
  }

  /** What an administrator should know about it at start; empty when there is nothing. */
  String note() {
    return embedded == null ? "" : "the embedded Redis keeps nothing across a restart";
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
