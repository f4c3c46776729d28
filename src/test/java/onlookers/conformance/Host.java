package onlookers.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import onlookers.config.Deployment;
import onlookers.config.Settings;
import onlookers.config.Sources;
import onlookers.http.EngineRoutes;
import onlookers.presence.Clock;
import onlookers.presence.Instruments;
import onlookers.protocol.socketio.EngineLimits;
import onlookers.websocket.engineio.Application;
import onlookers.websocket.engineio.Engine;
import onlookers.websocket.socketio.SocketIo;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * What the public suites of Engine.IO and Socket.IO are run against: our engine on the embedded
 * Tomcat, with an echo at {@code /engine.io/} and another one in the default namespace at {@code
 * /socket.io/}. {@link #main} takes the port.
 */
public final class Host implements AutoCloseable {
  private static final EngineLimits LIMITS =
      new EngineLimits(Duration.ofMillis(300), Duration.ofMillis(200), 1_000_000);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  private final Tomcat tomcat = new Tomcat();
  private final Clock clock = new Clock("host-clock");
  private final ExecutorService closers = Executors.newFixedThreadPool(2, Host::daemon);
  private final Engine engineIo = engine(new Echo());
  private final Engine socketIo = engine(new SocketIo(new EchoNamespace(), CONNECT_TIMEOUT));

  /**
   * Starts it.
   *
   * @param port on the loopback interface, 0 for any free one
   * @param folder for whatever Tomcat writes
   */
  public Host(int port, Path folder) throws LifecycleException {
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    context.addServletContainerInitializer(new WsSci(), null);
    context.addServletContainerInitializer(
        (classes, servlets) -> {
          routes(engineIo).register(servlets, "/engine.io");
          routes(socketIo).register(servlets, "/socket.io");
        },
        null);
    engineIo.start();
    socketIo.start();
    tomcat.start();
  }

  private Engine engine(Application application) {
    return new Engine(LIMITS, application, clock, closers);
  }

  private static EngineRoutes routes(Engine engine) {
    Sources anyOrigin = Sources.only(Map.of("origins", "*"), Deployment.SERVER);
    return new EngineRoutes(Settings.load(anyOrigin).settings(), new Instruments(), engine);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "host-closer");
    thread.setDaemon(true);
    return thread;
  }

  /** The port that it listens on. */
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws LifecycleException {
    engineIo.close();
    socketIo.close();
    closers.shutdown();
    clock.close();
    tomcat.stop();
    tomcat.destroy();
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws LifecycleException, IOException {
    Host host = new Host(Integer.parseInt(arguments[0]), Files.createTempDirectory("onlookers"));
    System.out.println("listening on " + host.port());
    host.tomcat.getServer().await();
  }
}
