package onlookers.redis.connect;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import onlookers.config.RedisUri;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;

/** Makes what knows where the masters are, for each mode in which Redis is run. */
final class TopologyFactory {
  private static final String PURPOSE = "topology";

  private final ClientConfigs configs;
  private final FailureExplainer failures;

  TopologyFactory(ClientConfigs configs, FailureExplainer failures) {
    this.configs = configs;
    this.failures = failures;
  }

  /**
   * That of the servers at the address; nobody is asked yet.
   *
   * @param timeout for each of those who are asked
   */
  Topology of(RedisUri uri, Duration timeout) {
    List<HostAndPort> addresses =
        uri.addresses().stream().map(one -> new HostAndPort(one.host(), one.port())).toList();
    return switch (uri.mode()) {
      case SINGLE -> new SingleServer(addresses.get(0));
      case SENTINEL ->
          new SentinelGroup(
              addresses, asking(configs.sentinel(PURPOSE, timeout)), uri.masterName());
      case CLUSTER -> new ClusterSlots(addresses, asking(configs.server(PURPOSE, timeout)));
    };
  }

  private Function<HostAndPort, Jedis> asking(JedisClientConfig config) {
    return address -> failures.explaining(address, () -> new Jedis(address, config));
  }
}
