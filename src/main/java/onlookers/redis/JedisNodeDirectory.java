package onlookers.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onlookers.config.Settings;
import onlookers.presence.ListedNode;
import onlookers.presence.NodeDirectory;
import onlookers.presence.NodeStatus;
import onlookers.presence.UnavailableException;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.NodeState;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Each node's status in a key of its own that expires, beside the list of leases: two round trips,
 * of which the second asks for all at once.
 */
public final class JedisNodeDirectory implements NodeDirectory {
  /** A status outlives its writer by no more than a few of its turns. */
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(20);

  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final NodeState state;
  private final long ttlSeconds;

  /**
   * Publishes and reads by this node's connections, and refuses at once while its Redis is away.
   */
  public JedisNodeDirectory(RedisContext node, Settings settings, NodeState state) {
    this.pool = node.api();
    this.keys = node.keys();
    this.calls = node.calls();
    this.state = state;
    this.ttlSeconds =
        Math.max(SHORTEST_TTL.toSeconds(), settings.nodeLease().multipliedBy(2).toSeconds());
  }

  @Override
  public List<ListedNode> exchange(NodeStatus own) {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
    try {
      return pool.ask(() -> pool.use(masters -> exchange(masters, own)));
    } catch (JedisException | RedisAwayException e) {
      if (e instanceof JedisDataException refused && !RedisAwayException.is(refused)) {
        calls.errors().log("the nodes' status", refused);
      }
      throw new UnavailableException("Redis is out of reach: " + RootCause.of(e), e);
    }
  }

  private List<ListedNode> exchange(MasterConnections masters, NodeStatus own) {
    RoutedPipeline first = masters.pipelined();
    Response<String> published =
        first.set(
            keys.node(calls.owner()), NodeStatusText.of(own), SetParams.setParams().ex(ttlSeconds));
    Response<Object> leases = calls.nodes().nodes(first, MAX_NODES);
    Response<String> collector = first.get(keys.collector());
    first.sync();
    published.get();
    Map<String, Long> left = left(leases.get());
    return statuses(masters, left, collector.get());
  }

  private List<ListedNode> statuses(
      MasterConnections masters, Map<String, Long> left, @Nullable String collector) {
    RoutedPipeline second = masters.pipelined();
    List<String> owners = List.copyOf(left.keySet());
    List<Response<String>> texts =
        owners.stream().map(owner -> second.get(keys.node(owner))).toList();
    second.sync();
    List<ListedNode> nodes = new ArrayList<>();
    for (int i = 0; i < owners.size(); i++) {
      String owner = owners.get(i);
      long millis = left.getOrDefault(owner, 0L);
      nodes.add(listed(owner, texts.get(i).get(), millis, owner.equals(collector)));
    }
    nodes.sort(Comparator.comparing(ListedNode::name).thenComparing(ListedNode::incarnation));
    return List.copyOf(nodes);
  }

  private static ListedNode listed(
      String owner, @Nullable String text, long millis, boolean collecting) {
    int colon = owner.lastIndexOf(':');
    return new ListedNode(
        colon < 0 ? owner : owner.substring(0, colon),
        owner.substring(colon + 1),
        text == null ? null : NodeStatusText.parse(text),
        millis,
        collecting);
  }

  private static Map<String, Long> left(Object reply) {
    List<?> pairs = (List<?>) reply;
    Map<String, Long> left = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      left.put((String) pairs.get(i), (Long) pairs.get(i + 1));
    }
    return left;
  }
}
