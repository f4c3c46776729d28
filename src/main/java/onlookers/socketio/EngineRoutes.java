package onlookers.socketio;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import onlookers.config.Settings;
import onlookers.http.Forwarding;
import onlookers.runtime.NodeMetrics;
import onlookers.socketio.engineio.Engine;

/** The path of an Engine.IO engine: polling, WebSockets, and the guard before both. */
public final class EngineRoutes {
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(20);

  private static final String WEBSOCKETS = "jakarta.websocket.server.ServerContainer";

  private final Settings settings;
  private final NodeMetrics nodeMetrics;
  private final Engine engine;

  /** What polls and WebSockets need. */
  public EngineRoutes(Settings settings, NodeMetrics nodeMetrics, Engine engine) {
    this.settings = settings;
    this.nodeMetrics = nodeMetrics;
    this.engine = engine;
  }

  /** Opens the path, without a slash at its end; only while the context is being initialized. */
  public void register(ServletContext context, String path) {
    FilterRegistration.Dynamic guard = context.addFilter("EngineOriginFilter " + path, guard());
    guard.setAsyncSupported(true);
    guard.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, path + "/*");
    ServletRegistration.Dynamic polling =
        context.addServlet("EngineServlet " + path, new EngineServlet(engine, BODY_TIMEOUT));
    polling.setAsyncSupported(true);
    polling.addMapping(path + "/*");
    Object websockets = Objects.requireNonNull(context.getAttribute(WEBSOCKETS), WEBSOCKETS);
    EngineEndpoints.open(websockets, path, engine);
  }

  private EngineOriginFilter guard() {
    return new EngineOriginFilter(
        new Forwarding(settings.trustedProxies()), settings.origins(), nodeMetrics);
  }
}
