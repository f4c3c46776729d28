package onlookers.socketio;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import onlookers.config.Settings;
import onlookers.http.WireModule;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.engineio.Engine;
import onlookers.socketio.namespace.SocketIo;
import onlookers.websocket.ClientAcceptor;
import onlookers.websocket.ConnectionTools;

/** The Socket.IO wire as a part of the node: its engine, and the path that leads to it. */
@Singleton
public class SocketIoWire implements WireModule {
  /** Where clients of Socket.IO look for it. */
  public static final String PATH = "/socket.io";

  /** As long as the reference server of Socket.IO waits for a client to connect. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(45);

  private final Engine engine;
  private final EngineRoutes routes;

  /**
   * @param acceptor lets in its clients like those of the native wire
   */
  @Inject
  public SocketIoWire(Settings settings, ClientAcceptor acceptor, ConnectionTools tools) {
    EngineLimits limits =
        new EngineLimits(
            settings.socketioPingInterval(),
            settings.socketioPingTimeout(),
            settings.socketioMaxPayload());
    SocketIo socketIo = new SocketIo(new SocketIoNamespace(acceptor), CONNECT_TIMEOUT);
    engine = new Engine(limits, socketIo, tools.scheduler(), tools.closers());
    routes = new EngineRoutes(settings, tools.nodeMetrics(), engine);
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void register(ServletContext context) {
    routes.register(context, PATH);
  }

  @Override
  public void start() {
    engine.start();
  }

  @Override
  public void close() {
    engine.close();
  }
}
