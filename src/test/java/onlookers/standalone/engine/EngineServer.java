package onlookers.standalone.engine;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import onlookers.runtime.SchedulerThread;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * The engine as the executable WAR sets it up, with an application that does what ours do: {@code
 * /live} answers {@code yes}, {@code /big} a megabyte, {@code /body} the length of what it reads,
 * {@code /later} answers {@code yes} on another thread, {@code /echo} is a WebSocket.
 */
final class EngineServer implements AutoCloseable {
  static final int BIG = 1_000_000;

  /** Milliseconds; the executable WAR looks more rarely, for the sake of thousands. */
  private static final int TIMEOUT_INTERVAL = 200;

  private final Tomcat tomcat = new Tomcat();
  private final SchedulerThread later = new SchedulerThread("later");

  EngineServer(Path folder, SocketLimits limits) throws LifecycleException {
    tomcat.setBaseDir(folder.toString());
    Connector connector = new Connector(new EngineProtocol(limits, TIMEOUT_INTERVAL));
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    EngineThreads threads = new EngineThreads();
    tomcat.getService().addExecutor(threads);
    ((AbstractProtocol<?>) connector.getProtocolHandler()).setExecutor(threads);
    tomcat.getEngine().getPipeline().addValve(new RequestValve());
    tomcat.getHost().getPipeline().addValve(new ResponseBufferValve("/later"));
    Context context = tomcat.addContext("", folder.toString());
    add(context, "/live", (request, response) -> response.getWriter().print("yes"));
    add(context, "/big", (request, response) -> response.getOutputStream().write(new byte[BIG]));
    add(context, "/body", (request, response) -> response.getWriter().print(length(request)));
    add(context, "/later", (request, response) -> answerLater(request));
    Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
    context.addServletContainerInitializer(new WsSci(), Set.of(Echo.class));
    tomcat.start();
  }

  private interface Service {
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  private static void add(Context context, String path, Service service) {
    Wrapper servlet = Tomcat.addServlet(context, path, new Served(service));
    servlet.setAsyncSupported(true);
    servlet.addMapping(path);
  }

  private static int length(HttpServletRequest request) throws IOException {
    return request.getInputStream().readAllBytes().length;
  }

  private void answerLater(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    Runnable answer =
        () -> {
          try {
            async.getResponse().getOutputStream().write("yes".getBytes(StandardCharsets.US_ASCII));
            async.complete();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    later.after(Duration.ofMillis(20), answer);
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /** How many clients it is connected to; the engine counts in the one that it will accept next. */
  long connections() {
    return ((EngineProtocol) tomcat.getConnector().getProtocolHandler()).getConnectionCount() - 1;
  }

  @Override
  public void close() throws LifecycleException {
    later.close();
    tomcat.stop();
    tomcat.destroy();
  }

  /** A servlet that is a method. */
  private static final class Served extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Service service;

    Served(Service service) {
      this.service = service;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      service.serve(request, response);
    }
  }

  /** Says what it is told. */
  @ServerEndpoint("/echo")
  public static class Echo {
    @OnMessage
    public void echo(Session socket, String text) throws IOException {
      socket.getBasicRemote().sendText(text);
    }
  }
}
