package onlookers.jmx;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.NodeControl;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.NodeMetrics;

/**
 * Reads the attributes off the metrics, and hands the operations on once their arguments are in
 * range.
 */
final class PresenceBean implements PresenceMXBean {
  private static final int MAX_LIMIT = 1000;
  private static final System.Logger LOG = System.getLogger(PresenceBean.class.getName());

  private final String node;
  private final NodeMetrics nodeMetrics;
  private final CountsReader reader;
  private final NodeControl control;
  private final ToIntFunction<Post> disconnect;

  PresenceBean(
      String node,
      NodeMetrics nodeMetrics,
      CountsReader reader,
      NodeControl control,
      ToIntFunction<Post> disconnect) {
    this.node = node;
    this.nodeMetrics = nodeMetrics;
    this.reader = reader;
    this.control = control;
    this.disconnect = disconnect;
  }

  @Override
  public String getNode() {
    return node;
  }

  @Override
  public long getSessions() {
    return nodeMetrics.value(Gauge.SESSIONS);
  }

  @Override
  public long getPosts() {
    return nodeMetrics.value(Gauge.POSTS);
  }

  @Override
  public long getSessionsOpened() {
    return nodeMetrics.total(Counter.SESSIONS_OPENED);
  }

  @Override
  public long getSessionsClosed() {
    return nodeMetrics.total(Counter.SESSIONS_CLOSED);
  }

  @Override
  public long getViewsCounted() {
    return nodeMetrics.total(Counter.VIEWS_COUNTED);
  }

  @Override
  public long getFramesReceived() {
    return nodeMetrics.total(Counter.FRAMES_RECEIVED);
  }

  @Override
  public long getFramesRefused() {
    return nodeMetrics.total(Counter.FRAMES_REFUSED);
  }

  @Override
  public long getPushesSent() {
    return nodeMetrics.total(Counter.PUSHES_SENT);
  }

  @Override
  public long getPushesSuperseded() {
    return nodeMetrics.total(Counter.PUSHES_SUPERSEDED);
  }

  @Override
  public long getHandshakesRefused() {
    return nodeMetrics.total(Counter.HANDSHAKES_REFUSED);
  }

  @Override
  public boolean isRedisUp() {
    return nodeMetrics.state().redisUp();
  }

  @Override
  public long getRedisRoundTripMicros() {
    return nodeMetrics.value(Gauge.REDIS_ROUND_TRIP_MICROS);
  }

  @Override
  public long getSessionsCollected() {
    return nodeMetrics.total(Counter.SESSIONS_COLLECTED);
  }

  @Override
  public long getLastSweepMillis() {
    return nodeMetrics.value(Gauge.LAST_SWEEP_MILLIS);
  }

  @Override
  public long getLastSweepAt() {
    return nodeMetrics.value(Gauge.LAST_SWEEP_AT);
  }

  @Override
  public boolean isDraining() {
    return nodeMetrics.state().draining();
  }

  @Override
  public boolean isDegraded() {
    return nodeMetrics.state().degraded();
  }

  @Override
  public long sweep() {
    long collected = whileRedisAnswers(control::sweep);
    audit("sweep: " + collected + " sessions removed");
    return collected;
  }

  @Override
  public long viewers(String post) {
    return counts(post).viewers();
  }

  @Override
  public long views(String post) {
    return counts(post).views();
  }

  private Counts counts(String post) {
    List<Post> posts = List.of(new Post(post));
    return whileRedisAnswers(() -> reader.counts(posts).get(0));
  }

  @Override
  public List<TopPost> topPosts(int limit) {
    checkRange("limit", limit, 1, MAX_LIMIT);
    return whileRedisAnswers(
        () ->
            reader.top(limit).stream()
                .map(ranked -> new TopPost(ranked.post().id(), ranked.viewers()))
                .toList());
  }

  @Override
  public int drain(int seconds) {
    checkRange("seconds", seconds, 0, NodeControl.MAX_DRAIN_SECONDS);
    int clients = control.drain(seconds);
    audit("drain: " + clients + " clients over " + seconds + " s");
    return clients;
  }

  @Override
  public int disconnect(String post) {
    Post on = new Post(post);
    int clients = disconnect.applyAsInt(on);
    audit("disconnect " + on.id() + ": " + clients + " clients");
    return clients;
  }

  /** A line for whoever asks later what an administrator has done. */
  private static void audit(String deed) {
    LOG.log(System.Logger.Level.INFO, "an administrator had this node by JMX {0}", deed);
  }

  private static void checkRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " is a whole number from " + min + " to " + max);
    }
  }

  /** Our own exception would mean nothing to a remote client, which does not have its class. */
  private static <T> T whileRedisAnswers(Supplier<T> question) {
    try {
      return question.get();
    } catch (UnavailableException e) {
      throw new IllegalStateException("Redis is out of reach; try again later");
    }
  }
}
