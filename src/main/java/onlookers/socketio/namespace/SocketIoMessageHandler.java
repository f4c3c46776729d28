package onlookers.socketio.namespace;

import java.time.Duration;
import onlookers.socketio.codec.BadPacketException;
import onlookers.socketio.codec.SocketPacket;
import onlookers.socketio.engineio.MessageHandler;
import org.jspecify.annotations.Nullable;

/**
 * Receives what one Socket.IO client sends: it connects to the default namespace, sends events, and
 * may leave and connect again. As long as it is not connected its time is running out.
 */
final class SocketIoMessageHandler implements MessageHandler {
  /** A client that has left is not counted any more, and may not stay for long. */
  private static final Duration RETURN = Duration.ofSeconds(5);

  private final SocketIoClient client;
  private final Namespace namespace;
  private final long timeoutNanos;
  private @Nullable NamespaceSocket socket;
  private boolean connected;

  /** Once: who has left before may do so again. */
  private boolean hasLeft;

  private boolean closed;
  private long deadline;

  SocketIoMessageHandler(SocketIoClient client, Namespace namespace, Duration connectTimeout) {
    this.client = client;
    this.namespace = namespace;
    this.timeoutNanos = connectTimeout.toNanos();
    this.deadline = client.nanoTime() + timeoutNanos;
  }

  /** Asks for a place in the namespace; returns whether there is one. */
  boolean enter() {
    NamespaceSocket entered = namespace.enter(client);
    if (entered == null) {
      return false;
    }
    if (!take(entered)) {
      entered.left(false);
      return false;
    }
    if (client.isConnectedUnasked()) {
      connect(entered, "");
    }
    return true;
  }

  /** Returns whether there is still a client; the end may have come meanwhile. */
  private synchronized boolean take(NamespaceSocket entered) {
    socket = closed ? null : entered;
    return !closed;
  }

  private void connect(NamespaceSocket entered, String auth) {
    synchronized (this) {
      connected = true;
    }
    client.welcome();
    entered.connected(auth.isEmpty() ? "{}" : auth);
  }

  @Override
  public void text(String message) {
    try {
      receive(SocketPacket.read(message));
    } catch (BadPacketException e) {
      client.fail();
    }
  }

  @Override
  public void bytes(byte[] message) {
    NamespaceSocket here = connectedSocket();
    if (here == null) {
      client.fail();
    } else {
      here.attachment();
    }
  }

  private void receive(SocketPacket packet) {
    boolean main = packet.namespace().equals(SocketPacket.MAIN);
    NamespaceSocket here = main ? connectedSocket() : null;
    if (packet.type() == SocketPacket.Type.CONNECT) {
      connect(packet, main);
    } else if (here == null) {
      client.fail();
    } else {
      receive(packet, here);
    }
  }

  private void receive(SocketPacket packet, NamespaceSocket here) {
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

  private void connect(SocketPacket packet, boolean main) {
    NamespaceSocket here = socket();
    if (here != null && !here.admits()) {
      return;
    }
    if (!main) {
      client.refuse(packet.namespace(), "Invalid namespace");
    } else if (connectedSocket() != null) {
      connectAgain();
    } else if (here == null && !enter()) {
      client.refuse(SocketPacket.MAIN, namespace.refusal().message());
    } else {
      connectLate(packet.json());
    }
  }

  /** A fault, unless the first time was not asked for. */
  private void connectAgain() {
    if (!client.isConnectedUnasked()) {
      client.fail();
    }
  }

  private void connectLate(String auth) {
    NamespaceSocket here = socket();
    if (here != null && connectedSocket() == null) {
      connect(here, auth);
    }
  }

  private synchronized @Nullable NamespaceSocket connectedSocket() {
    return connected ? socket : null;
  }

  private synchronized @Nullable NamespaceSocket socket() {
    return socket;
  }

  private void leave(boolean orderly) {
    NamespaceSocket leaving;
    boolean first;
    synchronized (this) {
      first = !closed && !hasLeft;
      hasLeft = true;
      leaving = socket;
      socket = null;
      connected = false;
      deadline = client.nanoTime() + Math.min(timeoutNanos, RETURN.toNanos());
    }
    if (first) {
      client.wake();
    }
    if (leaving != null) {
      leaving.left(orderly);
    }
  }

  @Override
  public boolean isDone() {
    NamespaceSocket here = socket();
    return here != null && here.isDone();
  }

  @Override
  public synchronized boolean isIdle() {
    return connected && !hasLeft;
  }

  @Override
  public void tick(long nowNanos) {
    boolean late;
    synchronized (this) {
      late = !connected && nowNanos - deadline >= 0;
    }
    if (late) {
      client.fail();
    }
  }

  @Override
  public void closed(boolean orderly) {
    synchronized (this) {
      closed = true;
    }
    leave(orderly);
  }
}
