package onlookers.redis.connect;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** One master, whose address the sentinels know. */
public final class SentinelGroup extends AskedTopology {
  private final String master;

  /**
   * A topology that asks these sentinels, one after the other, until one knows the master.
   *
   * @param sentinels their addresses
   * @param opening connects to a sentinel
   * @param master the name under which they know the master
   */
  public SentinelGroup(
      List<HostAndPort> sentinels, Function<HostAndPort, Jedis> opening, String master) {
    super(sentinels, opening);
    this.master = master;
  }

  @Override
  public @Nullable Layout ask(HostAndPort whom, Jedis connection) {
    List<String> address = connection.sentinelGetMasterAddrByName(master);
    return address == null || address.size() < 2
        ? null
        : Layout.of(new HostAndPort(address.get(0), Integer.parseInt(address.get(1))));
  }

  @Override
  String noMasterReason() {
    return "no sentinel knows a master of the name "
        + master
        + ": right is the name in their 'sentinel monitor'";
  }

  @Override
  String reason(RuntimeException failure) {
    return RootCause.withAdviceOnSentinels(failure);
  }
}
