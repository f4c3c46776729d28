package onlookers.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/** A connection to one master, which can be told to send what is written without waiting. */
class MasterConnection extends Connection {
  private static final String ROLE = "role";
  private static final String MASTER = "master";

  private final HostAndPort address;

  MasterConnection(HostAndPort address, JedisClientConfig config) {
    super(new DefaultJedisSocketFactory(address, config), config);
    this.address = address;
  }

  /** Not connected: who connects it says how. */
  MasterConnection(HostAndPort address) {
    super(address);
    this.address = address;
  }

  final HostAndPort address() {
    return address;
  }

  /** Sends what was written; the answers are still to be read. */
  void send() {
    flush();
  }

  /**
   * Asks the server whether it is a master: its role may have changed behind its address, and a
   * replica would answer reads with what is old. Where that may not be asked, it is taken for one.
   *
   * @throws RedisAwayException when it is not
   */
  void checkRole() {
    List<?> hello;
    try {
      hello = (List<?>) executeCommand(Protocol.Command.HELLO);
    } catch (JedisDataException notPermitted) {
      return;
    }
    for (int i = 0; i + 1 < hello.size(); i += 2) {
      if (ROLE.equals(text(hello.get(i))) && !MASTER.equals(text(hello.get(i + 1)))) {
        throw new RedisAwayException(address + " is a replica, and not a master");
      }
    }
  }

  private static String text(Object reply) {
    return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
  }
}
