package onlookers.redis.events;

import java.util.Collection;
import onlookers.runtime.RedisHealth.Connection;

/** What comes of a connection that listens. None of it throws. */
interface EventHandler {
  /**
   * From here on the changes of these keys are received: what happened to them before may not be.
   */
  void followed(Collection<String> keys);

  /** From here on what happens to all keys that the patterns match is received. */
  void matching();

  /**
   * Something happened to a key that is followed.
   *
   * @param key its name
   * @param event what, in Redis' words: {@code sadd}, {@code del}, …
   */
  void changed(String key, String event);

  /** Something happened to a key that a pattern matches. */
  void matched(String key, String event);

  /** Somebody saw that a session of this node was removed. */
  void requested(String session);

  /** Whether changes are received; called when that has changed. */
  void receiving(boolean receiving);

  /** An exchange failed on one of the two connections. */
  void failed(Connection connection, Throwable failure);

  /** Changes may have been missed. */
  void missed();

  /** Redis has lost what this node had written a moment ago. */
  void emptied();
}
