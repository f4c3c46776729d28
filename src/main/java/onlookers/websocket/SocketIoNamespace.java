package onlookers.websocket;

import onlookers.protocol.Codec;
import onlookers.protocol.socketio.SocketIoCodec;
import onlookers.websocket.socketio.Member;
import onlookers.websocket.socketio.Namespace;
import onlookers.websocket.socketio.SocketIoClient;
import org.jspecify.annotations.Nullable;

/** The Socket.IO wire: the same conversation as by the native one. */
public final class SocketIoNamespace implements Namespace {
  private final Reception reception;
  private final Codec codec = new SocketIoCodec();

  /** Lets clients in there. */
  public SocketIoNamespace(Reception reception) {
    this.reception = reception;
  }

  @Override
  public @Nullable Member enter(SocketIoClient client) {
    SocketIoMember member = new SocketIoMember(client, reception);
    return member.enter(codec) ? member : null;
  }
}
