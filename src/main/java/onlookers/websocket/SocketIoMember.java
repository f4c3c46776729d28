package onlookers.websocket;

import java.util.function.Consumer;
import onlookers.protocol.Codec;
import onlookers.protocol.socketio.SocketIoCodec;
import onlookers.websocket.Reception.Guest;
import onlookers.websocket.socketio.Member;
import onlookers.websocket.socketio.SocketIoClient;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO client as a client like any other: its events go into the conversation, and its
 * transport is the connection's wire. What is said before it is connected waits.
 */
final class SocketIoMember implements Member, Wire {
  private static final String NO_ARGUMENTS = "[]";

  private final SocketIoClient client;
  private final Reception reception;
  private volatile @Nullable Guest guest;
  private boolean connected;
  private @Nullable String held;
  private Consumer<Boolean> heldDone = ok -> {};

  SocketIoMember(SocketIoClient client, Reception reception) {
    this.client = client;
    this.reception = reception;
  }

  /** Opens the connection; answers whether it is let in. */
  boolean enter(Codec codec) {
    Guest entered = reception.welcome(this, codec, client.address());
    guest = entered;
    return !entered.connection().hasEnded();
  }

  @Override
  public void connected(String auth) {
    String text;
    synchronized (this) {
      connected = true;
      text = held;
      held = null;
    }
    if (text != null) {
      deliver(text, heldDone);
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
    Guest here = guest;
    if (here == null) {
      return;
    }
    if (!here.assembly().accept(array, true)) {
      here.conversation().unacceptable(Goodbye.TOO_LONG);
      return;
    }
    here.conversation().frame(here.assembly().take(array));
    if (!ack.isEmpty() && !here.connection().hasEnded()) {
      client.acknowledge(ack, NO_ARGUMENTS);
    }
  }

  @Override
  public boolean admits() {
    Guest here = guest;
    return here != null && here.conversation().admits();
  }

  @Override
  public boolean isDone() {
    Guest here = guest;
    return here != null && here.connection().hasEnded();
  }

  @Override
  public void attachment() {
    Guest here = guest;
    if (here != null) {
      here.conversation().unacceptable(Goodbye.BINARY);
    }
  }

  @Override
  public void left(boolean orderly) {
    Guest here = guest;
    if (here != null) {
      reception.goodbye(here, orderly);
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
  public void close(Goodbye goodbye) {
    client.disconnect(goodbye.isForGood(), goodbye.code(), goodbye.reason());
  }
}
