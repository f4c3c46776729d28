package onlookers.socketio;

import jakarta.websocket.DeploymentException;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import onlookers.socketio.engineio.Engine;
import onlookers.socketio.engineio.EngineEndpoint;
import onlookers.websocket.EndpointConfigurator;
import onlookers.websocket.SocketTimeouts;

/** Opens the WebSockets of an engine. */
public final class EngineEndpoints {
  private EngineEndpoints() {}

  /**
   * Opens them at the path, with and without a slash at its end.
   *
   * @param container what the servlet context holds under {@code
   *     jakarta.websocket.server.ServerContainer}
   * @throws IllegalStateException when the server refuses
   */
  public static void open(Object container, String path, Engine engine) {
    EngineEndpoint endpoint = new EngineEndpoint(engine, EngineEndpoints::greet);
    try {
      for (String spelling : new String[] {path, path + "/"}) {
        ((ServerContainer) container)
            .addEndpoint(
                ServerEndpointConfig.Builder.create(EngineEndpoint.class, spelling)
                    .configurator(new Configurator(endpoint))
                    .build());
      }
    } catch (DeploymentException e) {
      throw new IllegalStateException("no WebSockets at " + path, e);
    }
  }

  private static String greet(Session socket) {
    SocketTimeouts.limit(socket);
    return EndpointConfigurator.address(socket.getUserProperties());
  }

  /** As for the native wire, but that the endpoint is not made by CDI. */
  private static final class Configurator extends EndpointConfigurator {
    private final EngineEndpoint endpoint;

    Configurator(EngineEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> endpointClass) {
      return endpointClass.cast(endpoint);
    }
  }
}
