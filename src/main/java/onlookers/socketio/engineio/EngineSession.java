package onlookers.socketio.engineio;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import onlookers.presence.SessionIds;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;
import onlookers.socketio.codec.BadPacketException;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.codec.EngineQuery;
import onlookers.socketio.codec.PayloadWriter;
import org.jspecify.annotations.Nullable;

/** One client's session, by whichever transport. It ends once, for one reason. */
public final class EngineSession implements EngineSocket.Owner, PacketReceiver.Owner {
  /** Whoever has the sessions, and looks at each when it is time. */
  interface Owner {
    /** The session is to be looked at soon, whatever {@link #nanosToLook} has said. */
    void lookSoon(EngineSession session);

    /**
     * The session has ended; called once.
     *
     * @param lingers whether a poll that comes a little later still receives its last packets
     */
    void ended(EngineSession session, boolean lingers);
  }

  private final Owner owner;
  private final Scheduler clock;
  private final String id = SessionIds.next();
  private final EngineProtocol protocol;
  private final String address;
  private final PingTimer pingTimer;
  private final PacketReceiver packetReceiver;
  private final SendBuffer sendBuffer;
  private final Upgrade upgrade;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean broken;

  /** A session that begins with this query, which has no fault. */
  EngineSession(
      Owner owner, EngineLimits limits, Scheduler clock, EngineQuery query, String address) {
    this.owner = owner;
    this.clock = clock;
    this.protocol = Objects.requireNonNull(query.protocol());
    this.address = address;
    this.pingTimer = new PingTimer(protocol, limits, clock.nanoTime());
    this.packetReceiver = new PacketReceiver(this, protocol, clock, pingTimer);
    this.sendBuffer = new SendBuffer(new PayloadWriter(protocol, query), limits.maxPayload());
    this.upgrade = new Upgrade(sendBuffer, clock);
  }

  /** The session's id, which is its client's secret. */
  String id() {
    return id;
  }

  /** The version that the client speaks. */
  public EngineProtocol protocol() {
    return protocol;
  }

  /** The client's IP address, empty when it is not known. */
  public String address() {
    return address;
  }

  /** The time of the engine's clock, in nanoseconds: only differences mean something. */
  public long nanoTime() {
    return clock.nanoTime();
  }

  /**
   * Sends a packet of text, after those that wait.
   *
   * @param packet as it stands on the wire, the digit of its type in front
   * @param done called once: whether a transport took it; perhaps before this method returns
   */
  public void send(String packet, Consumer<Boolean> done) {
    send(new OutgoingPacket(EnginePacket.text(packet), done));
  }

  /** Sends a message of bytes, after those packets that wait. */
  public void send(byte[] message) {
    send(OutgoingPacket.of(EnginePacket.message(message)));
  }

  @Override
  public void send(OutgoingPacket packet) {
    if (!sendBuffer.send(packet)) {
      end(SessionClose.SLOW);
    }
  }

  /**
   * Ends the session.
   *
   * @param lastMessages packets that are still to be sent, each with the digit of its type in front
   * @param closeCode closes a WebSocket (RFC 6455, section 7.4)
   * @param reason goes with it; no stranger's words
   */
  public void close(List<String> lastMessages, int closeCode, String reason) {
    List<EnginePacket> packets = lastMessages.stream().map(EnginePacket::text).toList();
    end(SessionClose.byApplication(packets, closeCode, reason));
  }

  /** Ends the session of a client that does not speak the protocol. */
  @Override
  public void fail() {
    broken = true;
    end(SessionClose.BROKEN);
  }

  @Override
  public boolean isBroken() {
    return broken;
  }

  /**
   * Begins.
   *
   * @param greeting is the first packet that the client is sent
   * @param application hands over who receives what the client sends, {@code null} for nobody
   * @return whether it takes the client
   */
  boolean begin(
      EnginePacket greeting, Function<EngineSession, @Nullable MessageHandler> application) {
    send(OutgoingPacket.of(greeting));
    Guard.run(() -> open(application));
    boolean taken = packetReceiver.handler() != null;
    if (!taken) {
      sendBuffer.discard();
    }
    return taken;
  }

  private void open(Function<EngineSession, @Nullable MessageHandler> application) {
    boolean decided = false;
    try {
      MessageHandler handler = application.apply(this);
      decided = true;
      if (handler != null) {
        packetReceiver.open(handler);
      }
    } finally {
      if (!decided) {
        end(SessionClose.FAILED);
      }
    }
  }

  /** A poll waits for packets; see {@link Engine#poll}. */
  void poll(Poll poll) {
    tick(nanoTime());
    EngineError refusal = sendBuffer.park(poll);
    if (refusal == null) {
      upgrade.polled();
      return;
    }
    if (refusal == EngineError.BAD_REQUEST && sendBuffer.socket() == null) {
      fail(); // two polls at once
    }
    poll.refuse(refusal);
  }

  /** A request that brings packets has begun; whoever began it closes it. */
  public Posting beginPost() {
    tick(nanoTime());
    return new Posting(packetReceiver, refusal());
  }

  private @Nullable EngineError refusal() {
    if (hasEnded()) {
      return EngineError.UNKNOWN_SID;
    }
    if (sendBuffer.socket() != null) {
      return EngineError.BAD_REQUEST;
    }
    if (!packetReceiver.beginPost()) {
      fail(); // two requests at once
      return EngineError.BAD_REQUEST;
    }
    return null;
  }

  /** All goes to this WebSocket, with which the session has begun. */
  void moveTo(EngineSocket socket) {
    socket.belongTo(this);
    sendBuffer.moveTo(socket);
  }

  /** A second transport has come for the session; returns whether it is wanted. */
  boolean upgrade(EngineSocket socket) {
    socket.belongTo(this);
    boolean wanted = upgrade.begin(socket, nanoTime());
    if (wanted && hasEnded()) { // asked last: whoever ends the session abandons what has begun
      upgrade.abandon(socket);
    }
    return wanted;
  }

  /** The client sent a packet by a WebSocket. */
  void receive(EngineSocket from, EnginePacket packet) {
    if (from != sendBuffer.socket()) {
      upgrade.receive(from, packet);
      if (from == sendBuffer.socket() && from.isClosed()) { // it broke while the client went over
        end(SessionClose.LOST);
      }
      return;
    }
    try {
      packetReceiver.receive(packet);
    } catch (BadPacketException e) {
      fail();
    }
  }

  /** The client sent by a WebSocket what is no packet: ends the session, or the probe alone. */
  void refuse(EngineSocket from, SessionClose sessionClose) {
    if (from == sendBuffer.socket()) {
      end(sessionClose);
    } else {
      upgrade.abandon(from);
    }
  }

  @Override
  public void closed(EngineSocket socket, boolean byCloseFrame) {
    socket.broken();
    if (socket == sendBuffer.socket()) {
      end(byCloseFrame ? SessionClose.BY_CLIENT : SessionClose.LOST);
    } else {
      upgrade.lost(socket);
    }
  }

  /** Time passes. */
  void tick(long now) {
    MessageHandler handler = packetReceiver.handler();
    if (hasEnded() || handler == null) {
      return;
    }
    upgrade.tick(now);
    switch (pingTimer.due(now)) {
      case PING -> send(OutgoingPacket.of(EnginePacket.PING));
      case REAP -> end(SessionClose.SILENT);
      case NOTHING -> handler.tick(now);
    }
  }

  /**
   * In how many nanoseconds {@link #tick} is to be called next, at the latest: whatever happens
   * until then, nothing is due sooner. 0 when it is with the next beat.
   */
  long nanosToLook(long now) {
    MessageHandler handler = packetReceiver.handler();
    return handler == null || !handler.isIdle()
        ? 0
        : Math.max(0, Math.min(pingTimer.nanosToLook(now), upgrade.nanosToLook(now)));
  }

  /** The application is not {@linkplain MessageHandler#isIdle idle} any more. */
  public void wake() {
    owner.lookSoon(this);
  }

  @Override
  public boolean hasEnded() {
    return ended.get();
  }

  @Override
  public void end(SessionClose sessionClose) {
    if (endTransport(sessionClose)) {
      leave(sessionClose);
    }
  }

  /**
   * The first half of an end: the client is told. Whoever gets {@code true} also does the other
   * half, which is {@link #leave}.
   */
  boolean endTransport(SessionClose sessionClose) {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    Guard.run(() -> sendLast(sessionClose)); // who cannot be told has gone all the same
    return true;
  }

  private void sendLast(SessionClose sessionClose) {
    boolean lingers = sendBuffer.end(sessionClose);
    owner.ended(this, lingers);
    upgrade.abandon();
  }

  /** The application is told that the client has gone. */
  void leave(SessionClose sessionClose) {
    packetReceiver.close(sessionClose.orderly());
  }
}
