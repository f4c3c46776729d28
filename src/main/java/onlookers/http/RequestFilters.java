package onlookers.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.Filter;
import java.util.List;
import java.util.stream.Stream;
import onlookers.config.Settings;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/** What requests pass before they are answered: whose they are, and what they may bring. */
@Singleton
public class RequestFilters {
  private final Settings settings;
  private final NodeMetrics nodeMetrics;
  private final Scheduler time;

  /** What the filters need. */
  @Inject
  public RequestFilters(Settings settings, NodeMetrics nodeMetrics, Scheduler time) {
    this.settings = settings;
    this.nodeMetrics = nodeMetrics;
    this.time = time;
  }

  /**
   * Registers all of them, in their order.
   *
   * @param otherWires paths whose requests may have a body
   */
  void register(ServletRegistrar registrar, Forwarding forwarding, String... otherWires) {
    registrar.filter("/*", new BodyFilter(withBodies(otherWires)));
    registrar.filter("/presence", guard(forwarding));
    AdminFilter admin = new AdminFilter(settings.adminToken(), forwarding, nodeMetrics, time);
    registrar.filter("/api/admin/*", new CrossSiteFilter(forwarding)); // first: it holds no guess
    registrar.filter("/api/admin/*", admin);
    registrar.filter(
        "/dashboard/*", new DashboardFilter(settings.adminToken().map(token -> (Filter) admin)));
    registrar.filter("/onlookers.js", new ScriptFilter());
    registrar.filter("/*", new NowhereFilter()); // last: not everybody is told what there is
  }

  private static List<String> withBodies(String... otherWires) {
    return Stream.concat(Stream.of("/api/admin"), Stream.of(otherWires)).toList();
  }

  private OriginFilter guard(Forwarding forwarding) {
    Response refusal =
        Response.error(403, "bad-origin", "this page's origin is not among the allowed origins");
    return new OriginFilter(forwarding, settings.origins(), nodeMetrics, refusal);
  }
}
