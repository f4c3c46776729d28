package onlookers.redis.write;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onlookers.redis.connect.MasterConnection;
import onlookers.redis.connect.MasterConnections;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Whether a server goes on with the data of those that we wrote to before, by its replication ids
 * (Redis replication, "Replication ID explained"): a replica that is promoted keeps the id of its
 * master as its second one; a server that comes back empty, or from a snapshot, has neither. Where
 * that may not be asked, no server does.
 *
 * <p>Not thread safe: it belongs to the ordered thread.
 */
final class Lineage {
  private static final String FIRST = "master_replid";
  private static final String SECOND = "master_replid2";

  private Set<String> known = Set.of();

  /** The masters whose data is not known to continue; from now on theirs is what is continued. */
  Set<HostAndPort> unrelatedMasters(MasterConnections masters) {
    Set<HostAndPort> unrelated = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (MasterConnection master : masters.all()) {
      Map<String, String> replication = replication(master);
      if (Stream.of(FIRST, SECOND)
          .map(id -> replication.getOrDefault(id, ""))
          .noneMatch(known::contains)) {
        unrelated.add(master.address());
      }
      ids.add(replication.getOrDefault(FIRST, ""));
    }
    ids.remove("");
    known = Set.copyOf(ids);
    return unrelated;
  }

  private static Map<String, String> replication(MasterConnection master) {
    try {
      String info = new Jedis(master).info("replication");
      return Arrays.stream(info.split("\r?\n"))
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2)
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> one));
    } catch (JedisDataException notPermitted) {
      return Map.of();
    }
  }
}
