package onlookers.redis.connect;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.config.RedisUri;
import onlookers.config.RedisUri.Mode;
import org.jspecify.annotations.Nullable;

/**
 * What a server must be that is to be worked with: new enough, and what its address says.
 *
 * @param uri the address under which servers are found
 */
record ServerRequirements(RedisUri uri) {
  /** The first with {@code SMISMEMBER}, and with {@code GET} among the options of {@code SET}. */
  private static final int MAJOR = 6;

  private static final int MINOR = 2;

  /** Enough digits to be a number, whatever a server that calls itself unstable says. */
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})(?![0-9]).*");

  /**
   * Why the server does not meet them.
   *
   * @param server that was found there
   * @return one line that names what is wrong and what would be right, or nothing
   */
  Optional<String> refusal(ServerVersion server) {
    if (isTooOld(server.version())) {
      return Optional.of(
          server.name()
              + " "
              + server.version()
              + " is too old: Redis or Valkey 6.2 or newer is needed");
    }
    return Optional.ofNullable(wrongMode(server, uri.tls() ? "rediss" : "redis"));
  }

  private static boolean isTooOld(String version) {
    Matcher number = NUMBER.matcher(version);
    if (!number.matches()) {
      return false;
    }
    int major = Integer.parseInt(number.group(1));
    return major < MAJOR || (major == MAJOR && Integer.parseInt(number.group(2)) < MINOR);
  }

  private @Nullable String wrongMode(ServerVersion server, String scheme) {
    boolean cluster = server.mode().equals("cluster");
    if (server.mode().equals("sentinel")) {
      return "this server is a Sentinel, and not one that keeps keys: right is "
          + scheme
          + "+sentinel://HOST:PORT/MASTER";
    }
    if (cluster && uri.mode() != Mode.CLUSTER) {
      return "this server is a node of a Cluster: right is " + scheme + "+cluster://HOST:PORT";
    }
    if (!cluster && !server.mode().isEmpty() && uri.mode() == Mode.CLUSTER) {
      return "this server is no node of a Cluster: right is " + scheme + "://HOST:PORT";
    }
    if (server.replica() && uri.mode() == Mode.SINGLE) {
      return "this server is a replica, which takes no writes: right is the address of its master,"
          + " or of its sentinels by "
          + scheme
          + "+sentinel://HOST:PORT/MASTER";
    }
    return null;
  }
}
