package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

/**
 * The masters of a Cluster, by {@code CLUSTER SLOTS}: for each range of slots its first and last
 * one, and its master's preferred address, which may be a host name (from Redis 7 on, {@code
 * cluster-preferred-endpoint-type}) or empty, for the address that was asked.
 */
final class ClusterSlots extends AskedTopology {
  /** A host that the one which was asked does not know. */
  private static final String UNKNOWN = "?";

  ClusterSlots(List<HostAndPort> nodes, Function<HostAndPort, Jedis> opening) {
    super(nodes, opening);
  }

  @Override
  public @Nullable Layout ask(HostAndPort whom, Jedis connection) {
    return layout((List<?>) connection.sendCommand(Protocol.Command.CLUSTER, "SLOTS"), whom);
  }

  @Override
  String noMasterReason() {
    return "the Cluster has slots that no master holds: right is one of which"
        + " 'redis-cli --cluster check' says that all 16384 are covered";
  }

  /** {@code null} where a slot has no master. */
  static @Nullable Layout layout(List<?> ranges, HostAndPort asked) {
    Map<HostAndPort, Integer> masters = new LinkedHashMap<>();
    short[] masterOfSlot = new short[Layout.SLOTS];
    Arrays.fill(masterOfSlot, (short) -1);
    for (Object one : ranges) {
      List<?> range = (List<?>) one;
      HostAndPort master = address((List<?>) range.get(2), asked);
      if (master == null) {
        return null;
      }
      int place = masters.computeIfAbsent(master, key -> masters.size());
      int from = ((Long) range.get(0)).intValue();
      int to = ((Long) range.get(1)).intValue();
      Arrays.fill(masterOfSlot, from, to + 1, (short) place);
    }
    for (short place : masterOfSlot) {
      if (place < 0) {
        return null;
      }
    }
    return Layout.of(new ArrayList<>(masters.keySet()), masterOfSlot);
  }

  private static @Nullable HostAndPort address(List<?> node, HostAndPort asked) {
    Object host = node.get(0);
    String name = host instanceof byte[] bytes ? new String(bytes, UTF_8) : "";
    if (name.equals(UNKNOWN)) {
      return null;
    }
    int port = ((Long) node.get(1)).intValue();
    return new HostAndPort(name.isEmpty() ? asked.getHost() : name, port);
  }
}
