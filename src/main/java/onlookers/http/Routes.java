package onlookers.http;

import static java.lang.System.Logger.Level.INFO;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import onlookers.config.Settings;

/**
 * Which path is answered by whom. Servlets and filters are made here, and by those who know a part
 * of the paths, with their collaborators, and not by the container, which could only fill in
 * fields.
 */
@Singleton
public class Routes {
  private static final System.Logger LOG = System.getLogger(Routes.class.getName());

  private final Settings settings;
  private final RequestFilters filters;
  private final ApiRoutes api;
  private final MonitoringRoutes monitoring;
  private final Dashboard dashboard;

  /** The parts. */
  @Inject
  public Routes(
      Settings settings,
      RequestFilters filters,
      ApiRoutes api,
      MonitoringRoutes monitoring,
      Dashboard dashboard) {
    this.settings = settings;
    this.filters = filters;
    this.api = api;
    this.monitoring = monitoring;
    this.dashboard = dashboard;
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
    ServletRegistrar registrar = new ServletRegistrar(context);
    Forwarding forwarding = new Forwarding(settings.trustedProxies());
    filters.register(registrar, forwarding, otherWires);
    api.register(registrar, forwarding);
    monitoring.register(registrar, context);
    registrar.servlet(new NoHandshakeServlet(), "/presence");
    registrar
        .servlet(new DashboardFeedServlet(dashboard), "/dashboard/feed")
        .setAsyncSupported(true);
    registrar.servlet(new RedirectServlet("dashboard/"), "/dashboard");
    registrar.files("/");
    registrar.files("/dashboard/");
    registrar.files("/dashboard/uplot/");
  }
}
