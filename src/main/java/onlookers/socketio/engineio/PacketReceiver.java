package onlookers.socketio.engineio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.atomic.AtomicBoolean;
import onlookers.runtime.Scheduler;
import onlookers.socketio.codec.BadPacketException;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.codec.PayloadReader;
import org.jspecify.annotations.Nullable;

/**
 * What one client sends: its packets come one after the other, by whichever request or socket they
 * come.
 */
final class PacketReceiver {
  /** The session that the packets belong to. */
  interface Owner {
    boolean hasEnded();

    /** Whether it has ended because the client does not speak the protocol. */
    boolean isBroken();

    /** Ends it: the client does not speak the protocol. */
    void fail();

    /** Ends it, unless it has ended. */
    void end(SessionClose sessionClose);

    /** Sends the client a packet, after those that wait. */
    void send(OutgoingPacket packet);
  }

  private final Owner session;
  private final EngineProtocol protocol;
  private final Scheduler clock;
  private final PingTimer pingTimer;

  @GuardedBy("this")
  private final PayloadReader reader;

  private final AtomicBoolean posting = new AtomicBoolean();
  private final Object end = new Object();
  private volatile @Nullable MessageHandler handler;

  @GuardedBy("end")
  private @Nullable Boolean ended;

  PacketReceiver(Owner session, EngineProtocol protocol, Scheduler clock, PingTimer pingTimer) {
    this.session = session;
    this.protocol = protocol;
    this.clock = clock;
    this.pingTimer = pingTimer;
    this.reader = new PayloadReader(protocol);
  }

  /**
   * From now on this handler receives what the client sends; if the session has ended, it is closed
   * at once.
   */
  void open(MessageHandler opened) {
    MessageHandler guarded = new GuardedMessageHandler(opened);
    Boolean orderly;
    synchronized (end) {
      handler = guarded;
      orderly = ended;
    }
    if (orderly != null) {
      guarded.closed(orderly);
    }
  }

  /** The session has ended; called once. */
  void close(boolean orderly) {
    MessageHandler current;
    synchronized (end) {
      ended = orderly;
      current = handler;
    }
    if (current != null) {
      current.closed(orderly);
    }
  }

  /** Who receives what the client sends, {@code null} when nobody does. */
  @Nullable MessageHandler handler() {
    return handler;
  }

  /** A request that brings packets begins; returns whether it may: one at a time does. */
  boolean beginPost() {
    return posting.compareAndSet(false, true);
  }

  /** What was posted has come; returns what the request is answered with. */
  @Nullable EngineError posted(boolean binary, byte[] body) {
    boolean late = session.hasEnded();
    try {
      receive(binary, body);
    } catch (BadPacketException e) {
      session.fail();
    } finally {
      posting.set(false); // before the answer: the client may post again at once
    }
    if (late) {
      return EngineError.UNKNOWN_SID;
    }
    return session.isBroken() ? EngineError.BAD_REQUEST : null;
  }

  /** What was to be posted does not come. */
  void postFailed(SessionClose sessionClose) {
    session.end(sessionClose);
    posting.set(false);
  }

  /** Takes the packets of a request: all are read before the first one is acted on. */
  private synchronized void receive(boolean binary, byte[] body) throws BadPacketException {
    for (EnginePacket packet : reader.read(binary, body)) {
      receive(packet);
    }
  }

  synchronized void receive(EnginePacket packet) throws BadPacketException {
    MessageHandler current = handler;
    if (session.hasEnded() || current == null || current.isDone()) {
      return;
    }
    long now = clock.nanoTime();
    pingTimer.received(now);
    if (packet.type() == EnginePacket.Type.MESSAGE) {
      deliver(packet, current);
    } else if (pingTimer.admits(now)) {
      control(packet, now);
    } else {
      session.fail();
    }
  }

  private static void deliver(EnginePacket packet, MessageHandler to) {
    byte[] bytes = packet.bytes();
    if (bytes == null) {
      to.text(packet.data());
    } else {
      to.bytes(bytes);
    }
  }

  private void control(EnginePacket packet, long now) throws BadPacketException {
    switch (packet.type()) {
      case PING, PONG -> signOfLife(packet, now);
      case CLOSE -> session.end(SessionClose.BY_CLIENT);
      case UPGRADE, NOOP -> {} // late, or to keep a proxy awake
      case OPEN, MESSAGE -> session.fail();
    }
  }

  /** Who pings and who answers depends on the version. */
  private void signOfLife(EnginePacket packet, long now) throws BadPacketException {
    boolean isPing = packet.type() == EnginePacket.Type.PING;
    if (isPing != (protocol == EngineProtocol.V3)) {
      session.fail();
    } else if (isPing) {
      session.send(OutgoingPacket.of(EnginePacket.text("3" + packet.data())));
    } else {
      pingTimer.answered(now);
    }
  }
}
