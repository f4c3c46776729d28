package onlookers.http;

import static java.lang.System.Logger.Level.INFO;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import onlookers.config.Settings;
import onlookers.presence.NodeControl;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * Which path is answered by whom. Servlets and filters are made here, with their collaborators, and
 * not by the container, which could only fill in fields.
 */
@Singleton
public class Routes {
  private static final System.Logger LOG = System.getLogger(Routes.class.getName());
  private static final String WELCOME = "index.html";

  private final Settings settings;
  private final NodeMetrics nodeMetrics;
  private final ApiStore store;
  private final NodeControl control;
  private final Dashboard dashboard;
  private final Scheduler time;

  /** What the servlets need. */
  @Inject
  public Routes(
      Settings settings,
      NodeMetrics nodeMetrics,
      ApiStore store,
      NodeControl control,
      Dashboard dashboard,
      Scheduler time) {
    this.settings = settings;
    this.nodeMetrics = nodeMetrics;
    this.store = store;
    this.control = control;
    this.dashboard = dashboard;
    this.time = time;
  }

  /**
   * Opens every path; only while the context is being initialized.
   *
   * @param otherWires paths whose requests may have a body
   */
  public void register(ServletContext context, String... otherWires) {
    LOG.log(
        INFO,
        "Onlookers {0} at \"{1}/\" in {2} on Java {3}",
        WarVersion.of(context),
        context.getContextPath(),
        context.getServerInfo(),
        Runtime.version());
    Forwarding forwarding = new Forwarding(settings.trustedProxies());
    Cors cors = new Cors(forwarding, settings.origins());
    filter(context, "/*", new BodyFilter(withBodies(otherWires)));
    filter(context, "/presence", guard(forwarding));
    AdminFilter admin = new AdminFilter(settings.adminToken(), forwarding, nodeMetrics, time);
    filter(context, "/api/admin/*", new CrossSiteFilter(forwarding)); // first: it holds no guess
    filter(context, "/api/admin/*", admin);
    filter(
        context,
        "/dashboard/*",
        new DashboardFilter(settings.adminToken().map(token -> (Filter) admin)));
    filter(context, "/onlookers.js", new ScriptFilter());
    servlet(context, new PostsServlet(cors, store.counts()), "/api/posts", "/api/posts/*");
    servlet(context, new TopServlet(cors, store.counts(), store.history()), "/api/top");
    servlet(context, new OnlineServlet(cors, store.counts()), "/api/online");
    servlet(context, new HistoryServlet(cors, store.history()), "/api/history");
    ImportServlet imports = new ImportServlet(store.importer(), forwarding);
    servlet(
        context,
        new ViewsServlet(store.editor(), imports, forwarding),
        "/api/admin/views",
        "/api/admin/views/*");
    servlet(context, new DrainServlet(settings.nodeId(), forwarding, control), "/api/admin/drain");
    servlet(context, new SweepServlet(settings.nodeId(), forwarding, control), "/api/admin/sweep");
    servlet(context, new UnknownServlet(cors), "/api/*");
    servlet(context, new LiveServlet(), "/health/live");
    servlet(context, new ReadyServlet(nodeMetrics), "/health/ready");
    servlet(context, new MetricsServlet(metrics(context)), "/metrics");
    servlet(context, new DashboardFeedServlet(dashboard), "/dashboard/feed")
        .setAsyncSupported(true);
    servlet(context, new RedirectServlet("dashboard/"), "/dashboard");
    files(context, "/");
    files(context, "/dashboard/");
    files(context, "/dashboard/uplot/");
  }

  private static List<String> withBodies(String... otherWires) {
    return Stream.concat(Stream.of("/api/admin"), Stream.of(otherWires)).toList();
  }

  private Metrics metrics(ServletContext context) {
    return new Metrics(
        nodeMetrics,
        settings.nodeId(),
        new EnvironmentMetrics(context, settings, store.counts())::register);
  }

  /** Each file of that folder of the WAR under its own name, the first also under the folder's. */
  private static void files(ServletContext context, String folder) {
    Set<String> paths = Objects.requireNonNullElse(context.getResourcePaths(folder), Set.of());
    for (String path : paths) {
      if (!path.endsWith("/")) {
        ServletRegistration registration =
            context.addServlet(path, StaticFileServlet.of(context, path));
        registration.addMapping(path);
        if (path.equals(folder + WELCOME)) {
          registration.addMapping(folder.equals("/") ? "" : folder);
        }
      }
    }
  }

  private OriginFilter guard(Forwarding forwarding) {
    Response refusal =
        Response.error(403, "bad-origin", "this page's origin is not among the allowed origins");
    return new OriginFilter(forwarding, settings.origins(), nodeMetrics, refusal);
  }

  private static ServletRegistration.Dynamic servlet(
      ServletContext context, Servlet servlet, String... paths) {
    ServletRegistration.Dynamic registration =
        context.addServlet(servlet.getClass().getSimpleName(), servlet);
    registration.addMapping(paths);
    return registration;
  }

  /**
   * Before all others ({@code false}): the container's WebSocket filter ends the chain for a
   * handshake.
   */
  private static void filter(ServletContext context, String path, Filter filter) {
    FilterRegistration.Dynamic registration =
        context.addFilter(filter.getClass().getSimpleName(), filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, path);
  }
}
