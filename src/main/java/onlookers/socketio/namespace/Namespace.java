package onlookers.socketio.namespace;

import org.jspecify.annotations.Nullable;

/** The default namespace. */
public interface Namespace {
  /**
   * A client has come; it is connected later.
   *
   * @return its part in the namespace, {@code null} when it is turned away
   */
  @Nullable NamespaceSocket enter(SocketIoClient client);
}
