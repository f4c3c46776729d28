package onlookers.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import onlookers.standalone.engine.EngineProtocol;
import onlookers.standalone.engine.EngineThreads;
import onlookers.standalone.engine.JsonErrorValve;
import onlookers.standalone.engine.RequestValve;
import onlookers.standalone.engine.ResponseBufferValve;
import onlookers.standalone.engine.TomcatFields;
import onlookers.standalone.engine.UpgradeFilter;
import onlookers.websocket.Containers;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.WebResourceRoot;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat as the engine of the executable WAR, set up for many sockets that are mostly silent. */
final class EmbeddedTomcat {
  /** How the paths of Socket.IO's polls begin; nothing comes of it when there are none. */
  static final String POLLS = "/socket.io/";

  private final Tomcat tomcat = new Tomcat();
  private final TomcatFields fields;

  /** Tomcat wants a folder; it is empty. */
  private final Path documents;

  private final Connector connector;
  private final String address;
  private final int port;

  /**
   * A stopped one.
   *
   * @param folder for what Tomcat writes while it starts; may vanish afterwards
   * @param address name or number of the address to listen on
   * @param port to listen on, 0 = any free one
   * @param headerSize the longest head of a request, in bytes
   * @throws StartException when the address cannot be resolved
   * @throws IOException when the folder cannot be written
   */
  EmbeddedTomcat(Path folder, String address, int port, int headerSize)
      throws StartException, IOException {
    this.address = address;
    this.port = port;
    // By default 8 KB for each of a socket's five buffers; a frame of counts fits into 64 bytes,
    // and a longer one comes and goes in parts.
    setUnlessGiven(Containers.BUFFER_SIZE, "64");
    TomcatURLStreamHandlerFactory.getInstance()
        .addUserFactory(InMemoryUrl.handlers(EmbeddedTomcat.class.getClassLoader()));
    fields = TomcatFields.find();
    tomcat.setBaseDir(folder.toString());
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.getEngine().setParentClassLoader(Tomcat.class.getClassLoader());
    StandardHost host = (StandardHost) tomcat.getHost();
    Path webapps = Files.createDirectory(folder.resolve("webapps"));
    documents = Files.createDirectory(webapps.resolve("ROOT"));
    host.setAppBase(webapps.toString());
    host.setAutoDeploy(false);
    host.setErrorReportValveClass(JsonErrorValve.class.getName()); // else it adds its own, too
    host.getPipeline().addValve(new JsonErrorValve());
    host.getPipeline().addValve(new ResponseBufferValve(POLLS));
    tomcat.getEngine().getPipeline().addValve(new RequestValve());
    connector = connector(numeric(address), port);
    // One buffer of that size for each request that is being read.
    connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(headerSize));
    tomcat.setConnector(connector);
    EngineThreads threads = new EngineThreads();
    tomcat.getService().addExecutor(threads);
    ((AbstractProtocol<?>) connector.getProtocolHandler()).setExecutor(threads);
  }

  /**
   * Takes the port; connections wait until the application is there.
   *
   * @throws StartException when the port is not to be had
   */
  void listen() throws StartException {
    try {
      tomcat.init();
    } catch (LifecycleException e) {
      throw new StartException(
          "http.address, http.port: cannot listen on "
              + address
              + ":"
              + port
              + ": "
              + rootCause(e).getMessage()
              + "; right is an address of this machine, and a port that no other program has");
    }
  }

  /**
   * Starts the application at the root, and answers.
   *
   * @param resources the files of the application
   * @param attributes put into its servlet context before it starts
   * @return whether the application came up
   * @throws StartException when the engine does not start
   */
  boolean start(Function<Context, WebResourceRoot> resources, Map<String, Object> attributes)
      throws StartException {
    Context context = tomcat.addWebapp("", documents.toString());
    context.setResources(resources.apply(context));
    attributes.forEach(context.getServletContext()::setAttribute);
    serveFiles(context);
    UpgradeFilter.install(context, fields);
    ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new StartException("the engine does not start: " + rootCause(e).getMessage());
    }
    return context.getState().isAvailable();
  }

  /** Where a browser on this machine finds it. */
  String url() {
    boolean here = address.equals("127.0.0.1") || address.equals("0.0.0.0");
    String host = here ? "localhost" : address.contains(":") ? "[" + address + "]" : address;
    return "http://" + host + ":" + connector.getLocalPort() + "/";
  }

  /** Returns when somebody else has called {@link #stop()}. */
  void await() {
    tomcat.getServer().await();
  }

  /** Takes no more requests, ends the application, then the engine. */
  void stop() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      System.getLogger(EmbeddedTomcat.class.getName())
          .log(System.Logger.Level.WARNING, "The engine did not stop in order", e);
    }
  }

  private static Connector connector(String address, int port) {
    Connector connector = new Connector(new EngineProtocol());
    connector.setThrowOnFailure(true);
    connector.setPort(port);
    connector.setProperty("address", address);
    // How many sockets there may be is the application's to say, by limit.sessions.
    connector.setProperty("maxConnections", "200000");
    // Of those that arrive at once as many wait as the operating system allows.
    connector.setProperty("acceptCount", "10000");
    // Bytes kept for each socket, idle ones too; the defaults are 8192 each. The answer to a
    // handshake has 147, or 183 where keep-alive is asked for too, and goes out in one piece.
    connector.setProperty("socket.appReadBufSize", "256");
    connector.setProperty("socket.appWriteBufSize", "192");
    // Of silence, before a request and between the pieces of a body. Longer than a body may take in
    // all, which is 20 s and then answered; a head has a limit of its own.
    connector.setProperty("connectionTimeout", "30000");
    // Between requests; the proxies in front keep their connections for as long.
    connector.setProperty("keepAliveTimeout", "60000");
    // A closed socket's buffers, which may have grown, are not used again.
    connector.setProperty("socket.bufferPool", "0");
    return connector;
  }

  /** Tomcat would take an address that it cannot resolve for all addresses. */
  private static String numeric(String address) throws StartException {
    try {
      return InetAddress.getAllByName(address)[0].getHostAddress();
    } catch (UnknownHostException e) {
      throw new StartException(
          "http.address is \""
              + address
              + "\", which cannot be resolved; right is an address of this machine, such as"
              + " 127.0.0.1, or 0.0.0.0 for all of them");
    }
  }

  /** What the server-wide web.xml, which an embedded Tomcat has not, does elsewhere. */
  private static void serveFiles(Context context) {
    Tomcat.addServlet(context, "default", new DefaultServlet()).setLoadOnStartup(1);
    context.addServletMapping("/", "default");
    context.addWelcomeFile("index.html");
    Tomcat.addDefaultMimeTypeMappings(context);
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static Throwable rootCause(Throwable thrown) {
    Throwable cause = thrown;
    for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
      cause = next;
    }
    return cause;
  }
}
