package onlookers.redis.connect;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import onlookers.config.RedisUri;
import onlookers.config.RedisUri.Mode;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Says why a server is not reached that never was: mostly its address is not right. */
final class FailureExplainer {
  private final RedisUri uri;
  private final ServerProbe probe;
  private final Set<HostAndPort> answered = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Throwable last;

  /**
   * @param uri by which servers are found
   * @param tls how they are spoken to
   * @param timeout for each look at one
   */
  FailureExplainer(RedisUri uri, Tls tls, Duration timeout) {
    this.uri = uri;
    this.probe = new ServerProbe(tls, otherScheme(uri), timeout);
  }

  private static String otherScheme(RedisUri uri) {
    String mode =
        switch (uri.mode()) {
          case SINGLE -> "";
          case SENTINEL -> "+sentinel";
          case CLUSTER -> "+cluster";
        };
    return (uri.tls() ? "redis" : "rediss") + mode + "://";
  }

  /**
   * Until a server has answered for the first time, one that does not is looked at more closely.
   */
  <T> T explaining(HostAndPort address, Supplier<T> opening) {
    try {
      T opened = opening.get();
      answered.add(address);
      return opened;
    } catch (JedisException | RedisAwayException e) {
      throw explained(address, e);
    }
  }

  private RuntimeException explained(HostAndPort address, RuntimeException failure) {
    if (!(failure instanceof JedisConnectionException) || answered.contains(address)) {
      return failure;
    }
    RuntimeException explained =
        probe
            .mismatch(address)
            .<RuntimeException>map(why -> new RedisAwayException(address + ": " + why, failure))
            .orElse(failure);
    last = explained;
    return explained;
  }

  /** Why a server was not reached, the last of those that never were; {@code null} for none. */
  @Nullable Throwable last() {
    return last;
  }

  /** A hint where others have named an address that nobody was ever reached at; else empty. */
  String origin(HostAndPort address, RuntimeException failure) {
    if (!(failure instanceof JedisConnectionException) || answered.contains(address)) {
      return "";
    }
    return uri.mode() == Mode.SENTINEL
        ? "; the sentinels name this address: right is one at which a master runs, and which is"
            + " reached from here"
        : "; the Cluster announces this address: right is one at which a master runs, and which is"
            + " reached from here (its cluster-announce-ip or cluster-announce-hostname)";
  }
}
