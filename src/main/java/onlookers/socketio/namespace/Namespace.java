package onlookers.socketio.namespace;

import onlookers.socketio.codec.EngineError;
import org.jspecify.annotations.Nullable;

/** The default namespace. */
public interface Namespace {
  /**
   * A client has come; it is connected later.
   *
   * @return its part in the namespace, {@code null} when it is turned away
   */
  @Nullable NamespaceSocket enter(SocketIoClient client);

  /** Why whoever comes now is turned away. */
  default EngineError refusal() {
    return EngineError.FULL;
  }
}
