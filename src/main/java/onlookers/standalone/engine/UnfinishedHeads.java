package onlookers.standalone.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import onlookers.config.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The requests whose heads have not come whole, of all clients and of each address. Each takes some
 * 40 KB. Of too many the oldest is cut off, so that nobody who says at once what he wants stands
 * behind those who do not.
 */
final class UnfinishedHeads {
  /** Whoever says a head. */
  interface Client {
    /** Ends the connection. */
    void cutOff();
  }

  private final int most;
  private final int mostPerAddress;

  /** Each client and its network, the oldest first; so are those of each network. */
  private final Map<Client, String> all = new LinkedHashMap<>();

  private final Map<String, Set<Client>> byAddress = new HashMap<>();

  /**
   * @param most in all
   * @param mostPerAddress of one address, as {@link IpAddress#countedAs} counts them
   */
  UnfinishedHeads(int most, int mostPerAddress) {
    this.most = most;
    this.mostPerAddress = mostPerAddress;
  }

  /** A client has said something, and not all; does nothing when that is known. */
  void add(Client client, String address) {
    Client oldest = addAndTakeOldest(client, IpAddress.countedAs(address));
    if (oldest != null) {
      oldest.cutOff();
    }
  }

  private synchronized @Nullable Client addAndTakeOldest(Client client, String network) {
    Set<Client> neighbours = byAddress.computeIfAbsent(network, key -> new LinkedHashSet<>());
    neighbours.add(client);
    all.putIfAbsent(client, network);
    Client oldest = null;
    if (neighbours.size() > mostPerAddress) {
      oldest = neighbours.iterator().next();
    } else if (all.size() > most) {
      oldest = all.keySet().iterator().next();
    }
    if (oldest != null) {
      remove(oldest);
    }
    return oldest;
  }

  /** The client has said all, or is gone. */
  synchronized void remove(Client client) {
    String network = all.remove(client);
    if (network != null) {
      byAddress.computeIfPresent(
          network,
          (key, neighbours) -> {
            neighbours.remove(client);
            return neighbours.isEmpty() ? null : neighbours;
          });
    }
  }

  /** How many there are. */
  synchronized int size() {
    return all.size();
  }
}
