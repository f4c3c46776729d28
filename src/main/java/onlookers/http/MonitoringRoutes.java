package onlookers.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import onlookers.config.Settings;
import onlookers.runtime.NodeMetrics;

/** The paths that monitoring asks: health and metrics. */
@Singleton
public class MonitoringRoutes {
  private final Settings settings;
  private final NodeMetrics nodeMetrics;
  private final ApiStore store;

  /** What the servlets need. */
  @Inject
  public MonitoringRoutes(Settings settings, NodeMetrics nodeMetrics, ApiStore store) {
    this.settings = settings;
    this.nodeMetrics = nodeMetrics;
    this.store = store;
  }

  void register(ServletRegistrar registrar, ServletContext context) {
    registrar.servlet(new LiveServlet(), "/health/live");
    registrar.servlet(new ReadyServlet(nodeMetrics), "/health/ready");
    registrar.servlet(new MetricsServlet(metrics(context)), "/metrics");
  }

  private Metrics metrics(ServletContext context) {
    return new Metrics(
        nodeMetrics,
        settings.nodeId(),
        new EnvironmentMetrics(context, settings, store.counts())::register);
  }
}
