package onlookers.websocket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.presence.Counts;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Listener;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import onlookers.presence.Session;
import onlookers.protocol.Codec;
import onlookers.runtime.Refusals.Reason;
import org.jspecify.annotations.Nullable;

/**
 * One client's socket: its outbox, its seats and its part in the story. It ends once, for one
 * reason, whoever ends it first.
 */
final class Connection implements Listener {
  private final Wire wire;
  private final Codec codec;
  private final String address;
  private final Connections connections;
  private final Outbox outbox;
  private final Map<Post, Seat> seats = new HashMap<>(2);
  private @Nullable SiteSeat site;
  private volatile @Nullable AddressUse use;
  private @Nullable Session session;
  private boolean identified;
  private boolean toldDegraded;
  private boolean ended;
  private final AtomicBoolean pinging = new AtomicBoolean();
  private volatile long heardNanos;
  private long pingedNanos;

  Connection(Wire wire, Codec codec, String address, Connections connections) {
    this.wire = wire;
    this.codec = codec;
    this.address = address;
    this.connections = connections;
    this.heardNanos = connections.nanoTime();
    this.pingedNanos = heardNanos;
    this.outbox =
        new Outbox(
            wire,
            codec,
            connections.instruments(),
            () -> connections.close(this, Goodbye.TOO_MANY_MESSAGES));
  }

  /** Its frames count for this address as well. */
  void countOn(AddressUse addressUse) {
    use = addressUse;
  }

  /** Counts a frame; answers whether its address may send it. */
  boolean isWithinAddressLimit(long nowNanos) {
    AddressUse counted = use;
    return counted == null || counted.allows(nowNanos);
  }

  String address() {
    return address;
  }

  Codec codec() {
    return codec;
  }

  synchronized void session(Session opened) {
    session = opened;
  }

  synchronized @Nullable Session session() {
    return session;
  }

  @Override
  public void identify(String id) {
    outbox.offer(codec.session(id));
    synchronized (this) {
      identified = true;
    }
  }

  @Override
  public void enter(Post post) {
    Seat seat;
    synchronized (this) {
      seat = seats.get(post);
      if (seat == null) {
        seat = new Seat(outbox);
        seats.put(post, seat);
        connections.rooms().enter(post, seat);
        return;
      }
    }
    outbox.hush(seat);
  }

  @Override
  public void exit(Post post) {
    Seat seat;
    synchronized (this) {
      seat = seats.remove(post);
    }
    if (seat != null) {
      connections.rooms().exit(post, seat);
      outbox.leave(seat);
    }
  }

  @Override
  public void answer(Post post, Counts counts) {
    Seat seat;
    synchronized (this) {
      seat = seats.get(post);
    }
    if (seat != null) {
      seat.answer(new CountsFrame(post, counts));
    }
  }

  @Override
  public void enterSite() {
    SiteSeat seat = new SiteSeat(outbox);
    synchronized (this) {
      site = seat;
    }
    connections.rooms().enterSite(seat);
  }

  @Override
  public void exitSite() {
    SiteSeat seat = siteSeat();
    if (seat != null) {
      connections.rooms().exitSite(seat);
      outbox.leave(seat.seat);
    }
  }

  @Override
  public void online(long viewers) {
    SiteSeat seat = siteSeat();
    if (seat != null) {
      seat.answer(CountsFrame.online(viewers));
    }
  }

  private synchronized @Nullable SiteSeat siteSeat() {
    return site;
  }

  @Override
  public void degraded(boolean degraded) {
    synchronized (this) {
      outbox.startOver(allSeats());
      if (!identified || toldDegraded == degraded) { // the session's id is the first thing heard
        return;
      }
      toldDegraded = degraded;
    }
    outbox.offer(codec.degraded(degraded));
  }

  private List<Seat> allSeats() {
    List<Seat> all = new ArrayList<>(seats.values());
    if (site != null) {
      all.add(site.seat);
    }
    return all;
  }

  @Override
  public void refuse(Refusal refusal, String message) {
    Instruments instruments = connections.instruments();
    instruments.increment(Counter.FRAMES_REFUSED);
    switch (refusal) {
      case BAD_FRAME, BAD_POST -> instruments.refusals().add(Reason.FRAME, address);
      case BAD_TICKET -> instruments.refusals().add(Reason.TICKET, address);
      case TOO_MANY -> instruments.refusals().add(Reason.WATCHED, address);
      case UNAVAILABLE -> {} // not the client's doing
    }
    outbox.offer(codec.error(refusal, message));
  }

  @Override
  public void superseded() {
    connections.superseded(this);
  }

  /** Tells the client that its connection lives. */
  void alive() {
    outbox.offer(codec.alive());
  }

  /** The client gave a sign of life. */
  void heard() {
    heardNanos = connections.nanoTime();
  }

  boolean isSilent(long nowNanos, long limitNanos) {
    return nowNanos - heardNanos > limitNanos;
  }

  /**
   * Whether a ping is due; if so, it is to be sent by {@link #ping}, and the next one is due an
   * interval later, but not before this one is out. Called by the heartbeat only.
   */
  boolean isPingDue(long nowNanos, long intervalNanos) {
    if (nowNanos - pingedNanos < intervalNanos || outbox.isSending() || pinging.get()) {
      return false;
    }
    pingedNanos = nowNanos;
    pinging.set(true);
    return true;
  }

  /** Sends the ping that is due. May wait a moment for a client that does not read. */
  void ping() {
    try {
      wire.ping();
    } finally {
      pinging.set(false);
    }
  }

  Wire wire() {
    return wire;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Marks the connection as ended; answers whether it was not before. */
  synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  synchronized boolean hasEnded() {
    return ended;
  }
}
