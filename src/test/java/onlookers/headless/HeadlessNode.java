package onlookers.headless;

import jakarta.websocket.DeploymentException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import onlookers.boot.Application;
import onlookers.gc.GarbageCollector;
import onlookers.jmx.PresenceMXBean;
import onlookers.websocket.PresenceEndpoint;
import org.glassfish.tyrus.server.Server;
import org.jboss.weld.bootstrap.spi.BeanDiscoveryMode;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * A node of its own in a process of its own, with the settings of the system properties {@code
 * onlookers.…}: the product's endpoint and beans on Weld SE and Tyrus, which Payara runs too.
 * Prints {@code HeadlessNode is ready at ws://127.0.0.1:PORT/presence}; SIGTERM ends it.
 */
public final class HeadlessNode {
  /** Tyrus' word for any free port; it takes 0 for 8025. */
  private static final int ANY_PORT = -1;

  private HeadlessNode() {}

  /** Starts; the process lives until it is told to end. */
  public static void main(String[] arguments) {
    try {
      WeldContainer container = rooms().initialize();
      Server server = new Server("127.0.0.1", ANY_PORT, "", Map.of(), PresenceEndpoint.class);
      server.start();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(container, server), "onlookers-shutdown"));
      System.out.println(
          "HeadlessNode is ready at ws://127.0.0.1:" + server.getPort() + "/presence");
      new CountDownLatch(1).await(); // every other thread is a daemon
    } catch (DeploymentException | InterruptedException | RuntimeException e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** The rooms whose classes CDI may make by itself, as {@code WEB-INF/beans.xml} says. */
  private static Weld rooms() {
    return new Weld()
        .disableDiscovery()
        .skipShutdownHook()
        .setBeanDiscoveryMode(BeanDiscoveryMode.ALL)
        .addPackages(
            false,
            PresenceEndpoint.class,
            GarbageCollector.class,
            PresenceMXBean.class,
            Application.class);
  }

  /** The application closes the sockets while the container ends; Tyrus then has none left. */
  private static void stop(WeldContainer container, Server server) {
    container.close();
    server.stop();
  }
}
