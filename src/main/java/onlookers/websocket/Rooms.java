package onlookers.websocket;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.presence.Counts;
import onlookers.presence.CountsPublisher;
import onlookers.presence.Post;
import onlookers.presence.SessionListener;
import onlookers.runtime.Guard;

/**
 * The subscribers: for each post those of this node who view it, watch it, or are parked on it; and
 * those who watch the site as a whole.
 */
@Singleton
public class Rooms implements CountsPublisher {
  private final Map<Post, Set<Subscription>> rooms = new ConcurrentHashMap<>();
  private final Set<SiteSubscription> site = ConcurrentHashMap.newKeySet();
  private final Set<SessionListener> everyone = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  void join(SessionListener client) {
    everyone.add(client);
  }

  void quit(SessionListener client) {
    everyone.remove(client);
  }

  void enter(Post post, Subscription subscription) {
    rooms.compute(
        post,
        (key, subscriptions) -> {
          Set<Subscription> room =
              subscriptions == null ? ConcurrentHashMap.newKeySet(1) : subscriptions;
          room.add(subscription);
          return room;
        });
  }

  void exit(Post post, Subscription subscription) {
    rooms.computeIfPresent(
        post,
        (key, subscriptions) -> {
          subscriptions.remove(subscription);
          return subscriptions.isEmpty() ? null : subscriptions;
        });
  }

  void enterSite(SiteSubscription subscription) {
    site.add(subscription);
  }

  void exitSite(SiteSubscription subscription) {
    site.remove(subscription);
  }

  /**
   * Nothing is published any more, because all are about to be closed: a poll that heard that
   * others have left would come again for the rest, and find nobody.
   */
  void close() {
    closed = true;
  }

  /** Whether nobody is here any more, and nothing is kept of those who were. */
  boolean isEmpty() {
    return everyone.isEmpty() && rooms.isEmpty() && site.isEmpty();
  }

  @Override
  public void publish(Post post, Counts counts) {
    Set<Subscription> subscriptions = closed ? null : rooms.get(post);
    if (subscriptions != null) {
      CountsFrame frame = new CountsFrame(post, counts);
      Guard.each(subscriptions, subscription -> subscription.publish(frame));
    }
  }

  @Override
  public void online(long viewers) {
    if (closed) {
      return;
    }
    CountsFrame frame = CountsFrame.online(viewers);
    Guard.each(site, subscription -> subscription.publish(frame));
  }

  @Override
  public void degraded(boolean degraded) {
    if (!closed) {
      Guard.each(everyone, client -> client.degraded(degraded));
    }
  }
}
