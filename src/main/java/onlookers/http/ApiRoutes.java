package onlookers.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import onlookers.config.Settings;
import onlookers.presence.NodeControl;

/** The paths under {@code /api}: what anybody may read, and what administrators may do. */
@Singleton
public class ApiRoutes {
  private final Settings settings;
  private final ApiStore store;
  private final NodeControl control;

  /** What the servlets need. */
  @Inject
  public ApiRoutes(Settings settings, ApiStore store, NodeControl control) {
    this.settings = settings;
    this.store = store;
    this.control = control;
  }

  void register(ServletRegistrar registrar, Forwarding forwarding) {
    Cors cors = new Cors(forwarding, settings.origins());
    registrar.servlet(new PostsServlet(cors, store.counts()), "/api/posts", "/api/posts/*");
    registrar.servlet(new TopServlet(cors, store.counts(), store.history()), "/api/top");
    registrar.servlet(new OnlineServlet(cors, store.counts()), "/api/online");
    registrar.servlet(new HistoryServlet(cors, store.history()), "/api/history");
    registrar.servlet(new UnknownServlet(cors), "/api/*");
    registerAdmin(registrar, forwarding);
  }

  private void registerAdmin(ServletRegistrar registrar, Forwarding forwarding) {
    ImportServlet imports = new ImportServlet(store.importer(), forwarding);
    registrar.servlet(
        new ViewsServlet(store.editor(), imports, forwarding),
        "/api/admin/views",
        "/api/admin/views/*");
    String node = settings.nodeId();
    registrar.servlet(new DrainServlet(node, forwarding, control), "/api/admin/drain");
    registrar.servlet(new SweepServlet(node, forwarding, control), "/api/admin/sweep");
  }
}
