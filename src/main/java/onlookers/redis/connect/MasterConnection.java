package onlookers.redis.connect;

import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;

/** A connection to one master, which can be told to send what is written without waiting. */
public class MasterConnection extends Connection {
  private final HostAndPort address;

  public MasterConnection(HostAndPort address, JedisClientConfig config) {
    super(new DefaultJedisSocketFactory(address, config), config);
    this.address = address;
  }

  /** Not connected: who connects it says how. */
  public MasterConnection(HostAndPort address) {
    super(address);
    this.address = address;
  }

  public final HostAndPort address() {
    return address;
  }

  /** Sends what was written; the answers are still to be read. */
  public void send() {
    flush();
  }

  /**
   * Asks the server whether it is a master: its role may have changed behind its address, and a
   * replica would answer reads with what is old. Where that may not be asked, it is taken for one.
   *
   * @throws RedisAwayException when it is not
   */
  void checkRole() {
    if (ServerVersion.ask(this).filter(ServerVersion::replica).isPresent()) {
      throw new RedisAwayException(address + " is a replica, and not a master");
    }
  }
}
