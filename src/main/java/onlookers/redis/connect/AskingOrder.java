package onlookers.redis.connect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** In which order sentinels, or the nodes of a Cluster, are asked. Its owner guards it. */
final class AskingOrder {
  /** Whose last answer was of no use comes last. */
  private final Set<HostAndPort> given;

  private @Nullable HostAndPort answeredLast;

  /**
   * @param given those that the setting names
   */
  AskingOrder(List<HostAndPort> given) {
    this.given = new LinkedHashSet<>(given);
  }

  /** This one has answered: it is asked first from now on. */
  void answered(HostAndPort one) {
    answeredLast = one;
  }

  /** The last answer was of no use: the one who gave it is asked after the others. */
  void demoteLast() {
    HostAndPort last = answeredLast;
    answeredLast = null;
    if (last != null && given.remove(last)) {
      given.add(last);
    }
  }

  /** All to be asked, those of a Cluster that is known included. */
  List<HostAndPort> with(@Nullable Layout known) {
    Set<HostAndPort> all = new LinkedHashSet<>();
    if (answeredLast != null) {
      all.add(answeredLast);
    }
    all.addAll(given);
    if (known != null && known.isCluster()) {
      all.addAll(known.masters());
    }
    return new ArrayList<>(all);
  }
}
