package onlookers.redis.events;

import java.util.List;

/**
 * What is listened to.
 *
 * @param channels what the names of a key's channel begin with, before the key
 * @param beat the key of the heartbeat
 * @param messages the channels that no key belongs to
 * @param patterns of keys, for whoever wants them
 */
record EventNames(String channels, String beat, Messages messages, List<String> patterns) {
  /**
   * Channels between nodes.
   *
   * @param requests for this node alone
   * @param missed for all, on which a node says that it found that events were not announced
   */
  record Messages(String requests, String missed) {}

  /** The same with another key for the heartbeat. */
  EventNames beating(String key) {
    return new EventNames(channels, key, messages, patterns);
  }
}
