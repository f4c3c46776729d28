package onlookers.bench.scenario;

import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.Result;
import onlookers.bench.server.Contestant;

/** Something that a crowd does to a server. */
public interface Scenario {
  /** Its row in the results. */
  String name();

  /** Whether the server can do it at all. */
  default boolean suits(Contestant contestant) {
    return true;
  }

  /** Does it once. The server is quiet before and afterwards. */
  Result run(Contestant contestant, LoadClient client);
}
