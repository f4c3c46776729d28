package onlookers.http;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import onlookers.config.Settings;
import onlookers.presence.CountsReader;
import onlookers.presence.SiteTotal;
import onlookers.presence.UnavailableException;

/**
 * What runs where, within which limits, and how many the whole site has: the same on every node.
 */
final class EnvironmentMetrics {
  private final String version;
  private final String engine;
  private final Map<String, Integer> limits = new TreeMap<>();
  private final CountsReader reader;

  EnvironmentMetrics(ServletContext context, Settings settings, CountsReader reader) {
    this.version = WarVersion.of(context);
    this.engine = context.getServerInfo();
    this.reader = reader;
    limits.put("limit.sessions", settings.limitSessions());
    limits.put("limit.sessions.per.address", settings.limitSessionsPerAddress());
    limits.put("limit.messages", settings.limitMessages());
    limits.put("limit.watched", settings.limitWatched());
  }

  void register(PrometheusRegistry registry) {
    processAndJvm(registry);
    build(registry);
    limits(registry);
    site(registry);
  }

  /**
   * By the client library's own instrumentation; all but the allocations, whose listener at the
   * JVM's collectors would outlive an undeploy.
   */
  private static void processAndJvm(PrometheusRegistry registry) {
    ProcessMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
  }

  private void build(PrometheusRegistry registry) {
    Info.builder()
        .name("onlookers_build_info")
        .help("Version of this program, of the JVM and of the server that it runs in.")
        .labelNames("version", "java", "engine")
        .register(registry)
        .addLabelValues(version, Runtime.version().toString(), engine);
  }

  private void limits(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("onlookers_limit")
        .help("Limits by the name of their setting; 0 is none.")
        .labelNames("setting")
        .callback(now -> limits.forEach((setting, limit) -> now.call(limit, setting)))
        .register(registry);
  }

  private void site(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("onlookers_site_viewers")
        .help("Sessions that view anything now, over all nodes; none while Redis is away.")
        .callback(now -> read(total -> now.call((double) total.viewers())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("onlookers_site_posts")
        .help("Posts that anybody views now, over all nodes; none while Redis is away.")
        .callback(now -> read(total -> now.call((double) total.posts())))
        .register(registry);
  }

  private void read(Consumer<SiteTotal> then) {
    SiteTotal total;
    try {
      total = reader.site();
    } catch (UnavailableException away) {
      return;
    }
    then.accept(total);
  }
}
