package onlookers.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import onlookers.config.Deployment;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.SchedulerThread;
import onlookers.socketio.EngineRoutes;
import onlookers.socketio.codec.EngineLimits;
import onlookers.socketio.engineio.Engine;
import onlookers.socketio.engineio.SessionHandler;
import onlookers.socketio.namespace.SocketIo;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * What the public suites of Engine.IO and Socket.IO are run against: our engine on the embedded
 * Tomcat, with an echo at {@code /engine.io/} and another one in the default namespace at {@code
 * /socket.io/}. {@link #main} takes the port, and may take the ping interval, the ping timeout and
 * the time to connect in milliseconds.
 */
public final class Host implements AutoCloseable {
  private static final Duration PING_INTERVAL = Duration.ofMillis(300);
  private static final Duration PING_TIMEOUT = Duration.ofMillis(200);
  private static final int MAX_PAYLOAD = 1_000_000;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  private final Tomcat tomcat = new Tomcat();
  private final SchedulerThread clock = new SchedulerThread("host-clock");
  private final ExecutorService closers = Executors.newFixedThreadPool(2, Host::daemon);
  private final EngineLimits limits;
  private final Engine engineIo;
  private final Engine socketIo;

  /**
   * Starts it.
   *
   * @param port on the loopback interface, 0 for any free one
   * @param folder for whatever Tomcat writes
   * @param pingInterval of both engines
   * @param pingTimeout likewise
   * @param connectTimeout after which a client that does not ask for the default namespace is
   *     closed
   */
  public Host(
      int port, Path folder, Duration pingInterval, Duration pingTimeout, Duration connectTimeout)
      throws LifecycleException {
    limits = new EngineLimits(pingInterval, pingTimeout, MAX_PAYLOAD);
    engineIo = engine(new Echo());
    socketIo = engine(new SocketIo(new EchoNamespace(), connectTimeout));
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    // Not the one of whoever started this: in Maven, that knows no WebSockets.
    tomcat.getEngine().setParentClassLoader(Host.class.getClassLoader());
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

  private Engine engine(SessionHandler application) {
    return new Engine(limits, application, clock, closers);
  }

  private static EngineRoutes routes(Engine engine) {
    Sources anyOrigin = Sources.only(Map.of("origins", "*"), Deployment.SERVER);
    return new EngineRoutes(SettingsLoader.load(anyOrigin).settings(), new NodeMetrics(), engine);
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

  private static Duration millis(String[] arguments, int index, Duration usual) {
    return index < arguments.length ? Duration.ofMillis(Long.parseLong(arguments[index])) : usual;
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws LifecycleException, IOException {
    Host host =
        new Host(
            Integer.parseInt(arguments[0]),
            Files.createTempDirectory("onlookers"),
            millis(arguments, 1, PING_INTERVAL),
            millis(arguments, 2, PING_TIMEOUT),
            millis(arguments, 3, CONNECT_TIMEOUT));
    System.out.println("listening on " + host.port());
    host.tomcat.getServer().await();
  }
}
