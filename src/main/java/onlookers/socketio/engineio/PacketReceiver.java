package onlookers.socketio.engineio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import onlookers.socketio.codec.BadPacketException;
import onlookers.socketio.codec.EnginePacket;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.codec.PayloadReader;
import org.jspecify.annotations.Nullable;

/**
 * What one client sends: its packets come one after the other, by whichever request or socket they
 * come.
 */
final class PacketReceiver {
  private final EngineSession session;
  private final PingTimer pingTimer;

  @GuardedBy("this")
  private final PayloadReader reader;

  private final Object end = new Object();
  private volatile @Nullable MessageHandler handler;

  @GuardedBy("end")
  private @Nullable Boolean ended;

  PacketReceiver(EngineSession session, PingTimer pingTimer) {
    this.session = session;
    this.pingTimer = pingTimer;
    this.reader = new PayloadReader(session.protocol());
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

  /** Takes the packets of a request: all are read before the first one is acted on. */
  synchronized void receive(boolean binary, byte[] body) throws BadPacketException {
    for (EnginePacket packet : reader.read(binary, body)) {
      receive(packet);
    }
  }

  synchronized void receive(EnginePacket packet) throws BadPacketException {
    MessageHandler current = handler;
    if (session.hasEnded() || current == null || current.isDone()) {
      return;
    }
    long now = session.nanoTime();
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
    if (isPing != (session.protocol() == EngineProtocol.V3)) {
      session.fail();
    } else if (isPing) {
      session.send(OutgoingPacket.of(EnginePacket.text("3" + packet.data())));
    } else {
      pingTimer.answered(now);
    }
  }
}
