package onlookers.socketio.namespace;

import java.util.ArrayList;
import java.util.List;
import onlookers.socketio.codec.EngineError;

/** Remembers what was received its clients; fails at whatever a test wants. */
final class RecordingNamespace implements Namespace {
  final List<String> received = new ArrayList<>();
  SocketIoClient client;
  boolean full;
  EngineError refusal = EngineError.FULL;
  boolean admitting = true;

  /** What happens when a client comes. */
  Runnable entering = () -> {};

  /** What happens when a client is connected. */
  Runnable connecting = () -> {};

  @Override
  public NamespaceSocket enter(SocketIoClient entering) {
    client = entering;
    this.entering.run();
    received.add("enter");
    return full ? null : new RecordingMember();
  }

  @Override
  public EngineError refusal() {
    return refusal;
  }

  private final class RecordingMember implements NamespaceSocket {
    @Override
    public void connected(String auth) {
      received.add("connected " + auth);
      connecting.run();
    }

    @Override
    public void event(String array, String ack) {
      received.add("event " + array + ack);
    }

    @Override
    public boolean admits() {
      received.add("admits");
      return admitting;
    }

    @Override
    public void attachment() {
      received.add("attachment");
    }

    @Override
    public void left(boolean orderly) {
      received.add(orderly ? "left" : "lost");
    }
  }
}
