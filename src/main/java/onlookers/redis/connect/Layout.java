package onlookers.redis.connect;

import java.util.List;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Which masters there are, and which of them holds each slot. One Redis, and a Sentinel group, is
 * one master that holds all.
 */
public final class Layout {
  /** Redis Cluster specification, "Key distribution model". */
  public static final int SLOTS = 16_384;

  private final List<HostAndPort> masters;

  /** For each slot the place of its master in the list; empty where one master holds all. */
  private final short[] masterOfSlot;

  private Layout(List<HostAndPort> masters, short[] masterOfSlot) {
    this.masters = List.copyOf(masters);
    this.masterOfSlot = masterOfSlot;
  }

  /** All keys lie on one server. */
  public static Layout of(HostAndPort master) {
    return new Layout(List.of(master), new short[0]);
  }

  /**
   * Keys are spread over several.
   *
   * @param masterOfSlot for each slot the place of its master in the list
   */
  public static Layout of(List<HostAndPort> masters, short[] masterOfSlot) {
    if (masterOfSlot.length != SLOTS) {
      throw new IllegalArgumentException(masterOfSlot.length + " slots instead of " + SLOTS);
    }
    return new Layout(masters, masterOfSlot.clone());
  }

  /** The masters; one unless it is a Cluster. */
  public List<HostAndPort> masters() {
    return masters;
  }

  /** Whether keys are spread over slots. */
  public boolean isCluster() {
    return masterOfSlot.length > 0;
  }

  /** The master that holds the key. */
  public HostAndPort masterOf(String key) {
    return isCluster() ? masterOf(JedisClusterCRC16.getSlot(key)) : masters.get(0);
  }

  /** The master that holds the slot. */
  public HostAndPort masterOf(int slot) {
    return isCluster() ? masters.get(masterOfSlot[slot]) : masters.get(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layout that
        && masters.equals(that.masters)
        && java.util.Arrays.equals(masterOfSlot, that.masterOfSlot);
  }

  @Override
  public int hashCode() {
    return masters.hashCode();
  }

  @Override
  public String toString() {
    return masters.toString();
  }
}
