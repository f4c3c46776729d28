package onlookers.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import onlookers.config.Deployment;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.ManualScheduler;
import onlookers.presence.CountsReader;
import onlookers.presence.NodeControl;
import onlookers.presence.ViewsImporter;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.SchedulerThread;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/**
 * A real Tomcat on a free port of the loopback interface, with our routes and a WebSocket endpoint
 * behind them.
 */
final class TestServer implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();
  private final HttpClient client = HttpClient.newHttpClient();
  private final SchedulerThread dashboardThread = new SchedulerThread("test-dashboard");
  private final Dashboard dashboard;
  private final RecordingControl control = new RecordingControl();

  /** What administrators had the node do. */
  static final class RecordingControl implements NodeControl {
    final List<String> done = new CopyOnWriteArrayList<>();

    @Override
    public int drain(int seconds) {
      done.add("drain " + seconds);
      return 12;
    }

    @Override
    public long sweep() {
      done.add("sweep");
      return 3;
    }
  }

  TestServer(
      Path folder, Map<String, String> settings, NodeMetrics nodeMetrics, CountsReader reader)
      throws LifecycleException {
    this(folder, settings, nodeMetrics, reader, Map::size);
  }

  /** With no more threads than that. */
  TestServer(
      Path folder,
      Map<String, String> settings,
      NodeMetrics nodeMetrics,
      CountsReader reader,
      int threads)
      throws LifecycleException {
    this(folder, settings, nodeMetrics, MemoryHistory.with(reader, Map::size), threads);
  }

  TestServer(
      Path folder,
      Map<String, String> settings,
      NodeMetrics nodeMetrics,
      CountsReader reader,
      ViewsImporter importer)
      throws LifecycleException {
    this(folder, settings, nodeMetrics, MemoryHistory.with(reader, importer), 200);
  }

  TestServer(Path folder, Map<String, String> settings, NodeMetrics nodeMetrics, ApiStore store)
      throws LifecycleException {
    this(folder, settings, nodeMetrics, store, 200);
  }

  private TestServer(
      Path folder,
      Map<String, String> settings,
      NodeMetrics nodeMetrics,
      ApiStore store,
      int threads)
      throws LifecycleException {
    // Not started: it takes a sample when it is told to.
    dashboard =
        new Dashboard(
            new DashboardSources(
                store.counts(), store.history(), List::of, own -> List.of(), nodeMetrics),
            SettingsLoader.load(Sources.only(settings, Deployment.SERVER)).settings(),
            "1.2.3",
            dashboardThread,
            InstantSource.system());
    Settings read = SettingsLoader.load(Sources.only(settings, Deployment.SERVER)).settings();
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxThreads", Integer.toString(threads));
    Context context = tomcat.addContext("", folder.toString());
    context.addServletContainerInitializer(new WsSci(), Set.of(AddressEndpoint.class));
    context.addServletContainerInitializer(
        (classes, servletContext) ->
            new Routes(
                    read,
                    new RequestFilters(read, nodeMetrics, new ManualScheduler()),
                    new ApiRoutes(read, store, control),
                    new MonitoringRoutes(read, nodeMetrics, store),
                    dashboard)
                .register(servletContext, "/socket.io"),
        null);
    // As in every server: without a servlet for the path, Tomcat answers 404 before any filter.
    Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
    tomcat.start();
  }

  /** As if five seconds had passed for the dashboard. */
  void step() {
    dashboardThread.execute(dashboard::step);
  }

  /** What administrators had the node do, in order. */
  List<String> done() {
    return List.copyOf(control.done);
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  HttpClient client() {
    return client;
  }

  URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** Headers are name, value, name, value. */
  HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  private HttpResponse<String> send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, headers);
  }

  /** The status line for a path that no URI class would send as it is. */
  String statusLine(String path, String... lines) throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", lines);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        BufferedReader answer =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
      socket.getOutputStream().write((head.stripTrailing() + "\r\n\r\n").getBytes(US_ASCII));
      return String.valueOf(answer.readLine());
    }
  }

  @Override
  public void close() throws LifecycleException {
    dashboard.close();
    dashboardThread.close();
    tomcat.stop();
    tomcat.destroy();
  }
}
