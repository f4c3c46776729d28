package onlookers.redis.events;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import onlookers.runtime.Guard;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What one connection is subscribed to, from its beginning to its end: asks for the channels of
 * {@link FollowedKeys}, and hands what comes on them to the {@link EventHandler} or the heartbeat.
 * {@link #open} and {@link #update} are called by the scheduler, all else by the listening thread.
 */
final class KeyspaceSubscription extends JedisPubSub {
  /** The most channels that one command names, some tens of kilobytes. */
  private static final int BATCH = 500;

  private final EventNames names;
  private final EventHandler handler;
  private final EventBeat beat;
  private final FollowedKeys followed;
  private final Consumer<KeyspaceSubscription> opened;

  /** What was asked for and is not confirmed yet, in order. */
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

  private volatile boolean isOpen;
  private boolean hasPatterns;

  /**
   * @param opened called by the listening thread once the server has confirmed the channels that
   *     every subscription begins with
   */
  KeyspaceSubscription(
      EventNames names,
      EventHandler handler,
      EventBeat beat,
      FollowedKeys followed,
      Consumer<KeyspaceSubscription> opened) {
    this.names = names;
    this.handler = handler;
    this.beat = beat;
    this.followed = followed;
    this.opened = opened;
  }

  /** It may write from now on. */
  void open() {
    isOpen = true;
  }

  boolean isOpen() {
    return isOpen;
  }

  /**
   * Subscribes to what is followed newly, and unsubscribes from what is no longer.
   *
   * @param nowNanos by the time of {@link FollowedKeys#unfollow}
   * @throws JedisException when the connection has broken
   */
  void update(long nowNanos, boolean patternsWanted) {
    for (List<String> keys = take(); !keys.isEmpty(); keys = take()) {
      asked.add(new Asked(keys));
      subscribe(channels(keys));
    }
    List<String> old = followed.takeOld(nowNanos, BATCH);
    while (!old.isEmpty()) {
      unsubscribe(channels(old));
      old = followed.takeSurplus(BATCH); // what is merely old can wait for the next time
    }
    updatePatterns(patternsWanted);
  }

  private List<String> take() {
    return followed.takeNew(BATCH);
  }

  private void updatePatterns(boolean wanted) {
    if (wanted != hasPatterns) {
      hasPatterns = wanted;
      String[] patterns = names.patterns().toArray(String[]::new);
      if (wanted) {
        psubscribe(patterns);
      } else {
        punsubscribe(patterns);
      }
    }
  }

  private String[] channels(List<String> keys) {
    return keys.stream().map(key -> names.channels() + key).toArray(String[]::new);
  }

  @Override
  public void onSubscribe(String channel, int count) {
    if (channel.equals(names.messages().requests())) {
      opened.accept(this);
    } else if (!channel.equals(names.channels() + names.beat())
        && !channel.equals(names.messages().missed())) {
      confirmed();
    }
  }

  private void confirmed() {
    Asked first = asked.element();
    if (first.isLast()) {
      asked.remove();
      Guard.run(() -> handler.followed(first.keys));
    }
  }

  @Override
  public void onPSubscribe(String pattern, int count) {
    if (pattern.equals(names.patterns().get(names.patterns().size() - 1))) {
      Guard.run(handler::matching);
    }
  }

  /** A change that cannot be dealt with costs none of those that follow it. */
  @Override
  public void onMessage(String channel, String event) {
    Guard.run(() -> received(channel, event));
  }

  @Override
  public void onPMessage(String pattern, String channel, String event) {
    Guard.run(() -> handler.matched(key(channel), event));
  }

  private void received(String channel, String event) {
    if (channel.equals(names.messages().requests())) {
      handler.requested(event);
      return;
    }
    if (channel.equals(names.messages().missed())) {
      beat.missed(event);
      return;
    }
    String key = key(channel);
    if (key.equals(names.beat())) {
      beat.received(event);
    } else {
      handler.changed(key, event);
    }
  }

  private String key(String channel) {
    return channel.substring(names.channels().length());
  }

  /** The keys that one command has asked for. Read by the listening thread alone. */
  private static final class Asked {
    private final List<String> keys;
    private int open;

    Asked(List<String> keys) {
      this.keys = keys;
      this.open = keys.size();
    }

    /** One more is confirmed; returns whether all are. */
    boolean isLast() {
      return --open == 0;
    }
  }
}
