package onlookers.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import onlookers.presence.Session;
import onlookers.presence.SessionListener;
import onlookers.protocol.Codec;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Refusals.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket: its outbox, its subscriptions and its part in the domain. It ends once, for
 * one reason, whoever ends it first.
 */
public final class Connection implements SessionListener {
  /** Whoever has the connections, and carries out their ends. */
  interface Owner {
    /** The connection is to be closed, and its session ends. */
    void close(Connection connection, CloseStatus closeStatus);

    /** The session goes on at another socket. */
    void superseded(Connection connection);
  }

  private final Client client;
  private final Rooms rooms;
  private final ConnectionTools tools;
  private final Owner owner;
  private final Outbox outbox;
  private final KeepAlive keepAlive;

  @GuardedBy("this")
  private final Map<Post, Subscription> subscriptions = new HashMap<>(2);

  @GuardedBy("this")
  private @Nullable SiteSubscription site;

  private volatile @Nullable AddressUse use;

  @GuardedBy("this")
  private @Nullable Session session;

  @GuardedBy("this")
  private boolean identified;

  @GuardedBy("this")
  private boolean sentDegraded;

  @GuardedBy("this")
  private boolean ended;

  Connection(Client client, Rooms rooms, ConnectionTools tools, Owner owner) {
    this.client = client;
    this.rooms = rooms;
    this.tools = tools;
    this.owner = owner;
    this.keepAlive = new KeepAlive(tools.nanoTime());
    this.outbox =
        new Outbox(
            client.transport(),
            client.codec(),
            tools.nodeMetrics(),
            () -> close(CloseStatus.TOO_MANY_MESSAGES));
  }

  /** Its frames count for this address as well. */
  void countOn(AddressUse addressUse) {
    use = addressUse;
  }

  /** Counts a frame; returns whether its address may send it. */
  boolean isWithinAddressLimit(long nowNanos) {
    AddressUse counted = use;
    return counted == null || counted.allows(nowNanos);
  }

  /** From where the client comes; empty when that is not known. */
  public String address() {
    return client.address();
  }

  /** The wire that the client speaks. */
  public Codec codec() {
    return client.codec();
  }

  /** It has a session now. */
  public synchronized void session(Session opened) {
    session = opened;
  }

  /** Its session; {@code null} before it has opened one. */
  public synchronized @Nullable Session session() {
    return session;
  }

  @Override
  public void identify(String id) {
    outbox.offer(client.codec().session(id));
    synchronized (this) {
      identified = true;
    }
  }

  @Override
  public void enter(Post post) {
    Subscription subscription;
    synchronized (this) {
      subscription = subscriptions.get(post);
      if (subscription == null) {
        subscription = new Subscription(outbox);
        subscriptions.put(post, subscription);
        rooms.enter(post, subscription);
        return;
      }
    }
    subscription.await();
  }

  @Override
  public void exit(Post post) {
    Subscription subscription;
    synchronized (this) {
      subscription = subscriptions.remove(post);
    }
    if (subscription != null) {
      rooms.exit(post, subscription);
      subscription.end();
    }
  }

  @Override
  public void answer(Post post, Counts counts) {
    Subscription subscription;
    synchronized (this) {
      subscription = subscriptions.get(post);
    }
    if (subscription != null) {
      subscription.answer(new CountsFrame(post, counts));
    }
  }

  @Override
  public void enterSite() {
    SiteSubscription subscription = new SiteSubscription(outbox);
    synchronized (this) {
      site = subscription;
    }
    rooms.enterSite(subscription);
  }

  @Override
  public void exitSite() {
    SiteSubscription subscription = siteSubscription();
    if (subscription != null) {
      rooms.exitSite(subscription);
      subscription.end();
    }
  }

  @Override
  public void online(long viewers) {
    SiteSubscription subscription = siteSubscription();
    if (subscription != null) {
      subscription.answer(CountsFrame.online(viewers));
    }
  }

  private synchronized @Nullable SiteSubscription siteSubscription() {
    return site;
  }

  @Override
  public void degraded(boolean degraded) {
    synchronized (this) {
      outbox.startOver(allSlots());
      if (!identified || sentDegraded == degraded) { // the session's id is the first thing received
        return;
      }
      sentDegraded = degraded;
    }
    outbox.offer(client.codec().degraded(degraded));
  }

  @GuardedBy("this")
  private List<CountsSlot> allSlots() {
    List<CountsSlot> all = new ArrayList<>(subscriptions.values());
    if (site != null) {
      all.add(site.slot());
    }
    return all;
  }

  @Override
  public void refuse(Refusal refusal, String message) {
    NodeMetrics nodeMetrics = tools.nodeMetrics();
    nodeMetrics.increment(Counter.FRAMES_REFUSED);
    switch (refusal) {
      case BAD_FRAME, BAD_POST -> nodeMetrics.refusals().add(Reason.FRAME, client.address());
      case BAD_TICKET -> nodeMetrics.refusals().add(Reason.TICKET, client.address());
      case TOO_MANY -> nodeMetrics.refusals().add(Reason.WATCHED, client.address());
      case UNAVAILABLE -> {} // not the client's doing
    }
    outbox.offer(client.codec().error(refusal, message));
  }

  @Override
  public void superseded() {
    owner.superseded(this);
  }

  /** Sends the client that its connection lives. */
  void alive() {
    outbox.offer(client.codec().alive());
  }

  /** The client sent something: its connection lives. */
  void received() {
    keepAlive.received(tools.nanoTime());
  }

  KeepAlive keepAlive() {
    return keepAlive;
  }

  /**
   * Whether a ping is due, which is to be sent by {@link #ping} then. A client that is being sent
   * to is not asked: its answer would wait behind what it does not read.
   *
   * @param round how long it is until the next call, in nanoseconds
   */
  boolean takePing(long nowNanos, long round) {
    return !outbox.isSending() && keepAlive.takePing(nowNanos, round);
  }

  /** Sends the ping that is due. May wait a moment for a client that does not read. */
  void ping() {
    try {
      client.transport().ping();
    } finally {
      keepAlive.pinged();
    }
  }

  Transport transport() {
    return client.transport();
  }

  Outbox outbox() {
    return outbox;
  }

  /** Ends the connection and its session, unless it has ended. */
  void close(CloseStatus closeStatus) {
    owner.close(this, closeStatus);
  }

  /** Marks the connection as ended; returns whether it was not before. */
  synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** Whether somebody has ended it: then its client is sent nothing more. */
  public synchronized boolean hasEnded() {
    return ended;
  }
}
