package onlookers.redis.events;

import onlookers.config.SlotPrefix;
import onlookers.redis.connect.Layout;
import redis.clients.jedis.HostAndPort;

/**
 * A key of this node's heartbeat for each master: one that lies on it. Of a Cluster's masters each
 * announces what happens to its own keys only.
 *
 * @param first the key where it may lie anywhere
 */
record HeartbeatKeys(String first) {
  /** Whether a key of ours may lie on the master: a hash tag keeps all of them on one. */
  boolean mayLieOn(HostAndPort master, Layout layout) {
    return !SlotPrefix.hasHashTag(first) || layout.masterOf(first).equals(master);
  }

  /** A key that lies on the master: the first, or the first with a number behind it. */
  String on(HostAndPort master, Layout layout) {
    String key = first;
    for (int i = 1; !layout.masterOf(key).equals(master) && i <= Layout.SLOTS; i++) {
      key = first + ":" + i;
    }
    return key;
  }
}
