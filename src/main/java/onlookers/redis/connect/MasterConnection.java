package onlookers.redis.connect;

import java.io.IOException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection to one master, which can send what is written without waiting. Once it was closed or
 * disconnected it stays so.
 */
public class MasterConnection extends Connection {
  private static final System.Logger LOG = System.getLogger(MasterConnection.class.getName());

  private final HostAndPort address;
  private volatile boolean ended;

  /** Not connected yet: that comes with the first command, or with {@link #connect}. */
  public MasterConnection(HostAndPort address, JedisClientConfig config) {
    super(new DefaultJedisSocketFactory(address, config), config);
    this.address = address;
  }

  /** Not connected: who connects it says how. */
  public MasterConnection(HostAndPort address) {
    super(address);
    this.address = address;
  }

  /** The server, by the name that the topology has for it. */
  public final HostAndPort address() {
    return address;
  }

  /**
   * Called before each command as well, where Jedis would connect anew in silence: without
   * password, name or role, and with another thread still reading on the old socket.
   *
   * @throws JedisConnectionException when it cannot connect, or was ended
   */
  @Override
  public void connect() {
    if (ended) {
      throw new JedisConnectionException("the connection to " + address + " was ended");
    }
    super.connect();
  }

  /**
   * Ends it, and whatever is waited for on it. Never throws, and drops what was written and not
   * sent: what breaks when a broken connection is ended concerns nobody. For any thread.
   */
  @Override
  public void disconnect() {
    ended = true;
    try {
      forceDisconnect();
    } catch (IOException | JedisException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} is ended: {1}", address, RootCause.of(e));
    }
  }

  /** The same as {@link #disconnect()}. */
  @Override
  public void close() {
    disconnect();
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
