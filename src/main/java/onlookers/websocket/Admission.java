package onlookers.websocket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.config.IpAddress;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Gauge;

/**
 * Counts open sockets, in all and per client address, against {@code limit.sessions} and its like;
 * 0 is no limit. An address stands for its network where {@link IpAddress#countedAs} says so.
 */
final class Admission {
  private final int limit;
  private final int limitPerAddress;
  private final Instruments instruments;
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();

  Admission(int limit, int limitPerAddress, Instruments instruments) {
    this.limit = limit;
    this.limitPerAddress = limitPerAddress;
    this.instruments = instruments;
  }

  /** Counts one more; answers whether it is within the limits. If not, it is not counted. */
  boolean enter(String address) {
    long sockets = instruments.move(Gauge.SESSIONS, 1);
    if (limit > 0 && sockets > limit) {
      instruments.move(Gauge.SESSIONS, -1);
      return false;
    }
    if (perAddress.merge(IpAddress.countedAs(address), 1, Integer::sum) > limitPerAddress
        && isLimited(address)) {
      leave(address);
      return false;
    }
    return true;
  }

  private boolean isLimited(String address) {
    return limitPerAddress > 0 && !address.isEmpty();
  }

  void leave(String address) {
    instruments.move(Gauge.SESSIONS, -1);
    perAddress.computeIfPresent(
        IpAddress.countedAs(address), (key, n) -> n <= 1 ? null : Integer.valueOf(n - 1));
  }
}
