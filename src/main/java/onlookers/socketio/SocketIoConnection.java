package onlookers.socketio;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.Consumer;
import onlookers.protocol.Codec;
import onlookers.socketio.codec.SocketIoCodec;
import onlookers.socketio.namespace.NamespaceSocket;
import onlookers.socketio.namespace.SocketIoClient;
import onlookers.websocket.ClientAcceptor;
import onlookers.websocket.ClientAcceptor.ClientContext;
import onlookers.websocket.CloseStatus;
import onlookers.websocket.Frame;
import onlookers.websocket.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO client as a client like any other: its events go to a {@code ClientSession}, and it
 * is the transport of a {@code Connection}. What is sent before it is connected waits.
 */
final class SocketIoConnection implements NamespaceSocket, Transport {
  private static final String NO_ARGUMENTS = "[]";

  private final SocketIoClient client;
  private final ClientAcceptor acceptor;
  private volatile @Nullable ClientContext clientContext;

  @GuardedBy("this")
  private boolean connected;

  @GuardedBy("this")
  private @Nullable String held;

  @GuardedBy("this")
  private Consumer<Boolean> heldDone = ok -> {};

  SocketIoConnection(SocketIoClient client, ClientAcceptor acceptor) {
    this.client = client;
    this.acceptor = acceptor;
  }

  /** Opens the connection; returns whether it is let in. */
  boolean enter(Codec codec) {
    ClientContext entered = acceptor.welcome(this, codec, client.address());
    clientContext = entered;
    return !entered.connection().hasEnded();
  }

  @Override
  public void connected(String auth) {
    String text;
    Consumer<Boolean> done;
    synchronized (this) {
      connected = true;
      text = held;
      done = heldDone;
      held = null;
    }
    if (text != null) {
      deliver(text, done);
    }
  }

  @Override
  public boolean send(Frame frame, Consumer<Boolean> done) {
    synchronized (this) {
      if (!connected) {
        held = frame.text();
        heldDone = done;
        return false;
      }
    }
    deliver(frame.text(), done);
    return false;
  }

  private void deliver(String text, Consumer<Boolean> done) {
    int separator = text.indexOf(SocketIoCodec.SEPARATOR);
    if (separator >= 0) {
      client.send(text.substring(0, separator), ok -> {});
    }
    client.send(text.substring(separator + 1), done);
  }

  @Override
  public void event(String array, String ack) {
    ClientContext here = clientContext;
    if (here == null) {
      return;
    }
    if (!here.assembly().accept(array, true)) {
      here.clientSession().unacceptable(CloseStatus.TOO_LONG);
      return;
    }
    here.clientSession().frame(here.assembly().take(array));
    if (!ack.isEmpty() && !here.connection().hasEnded()) {
      client.acknowledge(ack, NO_ARGUMENTS);
    }
  }

  @Override
  public boolean admits() {
    ClientContext here = clientContext;
    return here != null && here.clientSession().admits();
  }

  @Override
  public boolean isDone() {
    ClientContext here = clientContext;
    return here != null && here.connection().hasEnded();
  }

  @Override
  public void attachment() {
    ClientContext here = clientContext;
    if (here != null) {
      here.clientSession().unacceptable(CloseStatus.BINARY);
    }
  }

  @Override
  public void left(boolean orderly) {
    ClientContext here = clientContext;
    if (here != null) {
      acceptor.ended(here, orderly);
    }
  }

  /** The engine does. */
  @Override
  public void ping() {}

  @Override
  public boolean hasHeartbeat() {
    return true;
  }

  @Override
  public void close(CloseStatus closeStatus) {
    client.disconnect(closeStatus.isForGood(), closeStatus.code(), closeStatus.reason());
  }
}
