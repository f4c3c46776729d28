package onlookers.websocket.socketio;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import onlookers.presence.SessionIds;
import onlookers.protocol.socketio.Ascii;
import onlookers.protocol.socketio.BadPacketException;
import onlookers.protocol.socketio.EngineProtocol;
import onlookers.protocol.socketio.SocketPacket;
import onlookers.websocket.engineio.EngineSession;
import onlookers.websocket.engineio.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * One Socket.IO client. Of version 3 of the engine it is connected to the default namespace at
 * once; of version 4 it asks for that.
 */
public final class SocketIoClient implements Receiver {

  private final EngineSession session;
  private final Namespace namespace;
  private final boolean asks;
  private final long timeoutNanos;
  private @Nullable Member member;
  private boolean connected;
  private long deadline;

  SocketIoClient(EngineSession session, Namespace namespace, Duration connectTimeout) {
    this.session = session;
    this.namespace = namespace;
    this.asks = session.protocol() == EngineProtocol.V4;
    this.timeoutNanos = connectTimeout.toNanos();
    this.deadline = System.nanoTime() + timeoutNanos;
  }

  /** The client's IP address, empty when it is not known. */
  public String address() {
    return session.address();
  }

  /** Asks for a place in the namespace; answers whether there is one. */
  boolean enter() {
    Member entered = namespace.enter(this);
    synchronized (this) {
      member = entered;
    }
    if (entered != null && !asks) {
      connect(entered, "40", "{}");
    }
    return entered != null;
  }

  private void connect(Member entered, String packet, String auth) {
    synchronized (this) {
      connected = true;
    }
    session.send(packet, ok -> {});
    entered.connected(auth);
  }

  /**
   * Sends what is an Engine.IO packet already.
   *
   * @param done hears once whether a transport took it; may be called before this method returns
   */
  public void send(String packet, Consumer<Boolean> done) {
    session.send(packet, done);
  }

  /**
   * Sends an event.
   *
   * @param array its name and arguments, a JSON array
   */
  public void emit(String array) {
    sendJson("42", array);
  }

  /** Answers an event. */
  public void acknowledge(String ack, String array) {
    sendJson("43" + ack, array);
  }

  private void sendJson(String prefix, String json) {
    session.send(prefix + (asks ? json : Ascii.escape(json)), ok -> {});
  }

  /**
   * Ends the connection.
   *
   * @param forGood tells the client not to come back by itself
   * @param closeCode closes a WebSocket (RFC 6455, section 7.4)
   * @param reason goes with it; no stranger's words
   */
  public void disconnect(boolean forGood, int closeCode, String reason) {
    session.close(forGood ? List.of("41") : List.of(), closeCode, reason);
  }

  /** Ends the connection of a client that does not speak the protocol. */
  public void fail() {
    session.fail();
  }

  @Override
  public void text(String message) {
    try {
      receive(SocketPacket.read(message));
    } catch (BadPacketException e) {
      fail();
    }
  }

  @Override
  public void bytes(byte[] message) {
    Member here = connectedMember();
    if (here == null) {
      fail();
    } else {
      here.attachment();
    }
  }

  private void receive(SocketPacket packet) {
    Member here = packet.namespace().equals(SocketPacket.MAIN) ? connectedMember() : null;
    if (packet.type() == SocketPacket.Type.CONNECT) {
      connect(packet);
    } else if (here == null) {
      fail();
    } else {
      receive(packet, here);
    }
  }

  private void receive(SocketPacket packet, Member here) {
    switch (packet.type()) {
      case EVENT -> here.event(packet.json(), packet.ack());
      case BINARY_EVENT, BINARY_ACK -> here.attachment();
      default -> {
        if (here.admits() && packet.type() == SocketPacket.Type.DISCONNECT) {
          leave(true);
        }
      }
    }
  }

  private synchronized @Nullable Member connectedMember() {
    return connected ? member : null;
  }

  private synchronized @Nullable Member member() {
    return member;
  }

  private void connect(SocketPacket packet) {
    Member here = member();
    if (here != null && !here.admits()) {
      return;
    }
    if (!packet.namespace().equals(SocketPacket.MAIN)) {
      refuse(packet.namespace(), "Invalid namespace");
    } else if (connectedMember() != null) {
      connectAgain();
    } else if (here == null && !enter()) {
      refuse(SocketPacket.MAIN, "Full: try again later");
    } else if (asks) {
      here = member();
      if (here != null) {
        String auth = packet.json().isEmpty() ? "{}" : packet.json();
        connect(here, "40{\"sid\":\"" + SessionIds.next() + "\"}", auth);
      }
    }
  }

  /** A fault, but for version 3, where the first time was not asked for. */
  private void connectAgain() {
    if (asks) {
      fail();
    }
  }

  private void refuse(String where, String message) {
    String prefix = "44" + (where.equals(SocketPacket.MAIN) ? "" : where + ",");
    String text = "\"" + message + "\"";
    session.send(prefix + (asks ? "{\"message\":" + text + "}" : text), ok -> {});
  }

  private void leave(boolean orderly) {
    Member leaving;
    synchronized (this) {
      leaving = member;
      member = null;
      connected = false;
      deadline = System.nanoTime() + timeoutNanos;
    }
    if (leaving != null) {
      leaving.left(orderly);
    }
  }

  @Override
  public void tick(long nowNanos) {
    boolean late;
    synchronized (this) {
      late = !connected && nowNanos - deadline >= 0;
    }
    if (late) {
      fail();
    }
  }

  @Override
  public void closed(boolean orderly) {
    leave(orderly);
  }
}
