package onlookers.http;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.DoubleSupplier;
import onlookers.runtime.PoolUse;
import onlookers.runtime.RedisHealth;
import onlookers.runtime.RedisHealth.Connection;

/** How this node gets on with Redis, beyond whether it answers. */
final class RedisMetrics {
  private final RedisHealth health;

  RedisMetrics(RedisHealth health) {
    this.health = health;
  }

  void register(PrometheusRegistry registry) {
    errors(registry);
    levels(registry);
    pools(registry);
    server(registry);
  }

  private void errors(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("onlookers_redis_errors")
        .help("Exchanges with Redis that failed, by the connection's purpose.")
        .labelNames("connection")
        .callback(
            now -> {
              for (Connection connection : Connection.values()) {
                now.call((double) health.failures(connection), connection.label());
              }
            })
        .register(registry);
  }

  private void levels(PrometheusRegistry registry) {
    level(
        registry,
        "redis_notifications",
        "Whether Redis' notifications come; if not, posts are read every second.",
        () -> health.notified() ? 1 : 0);
    level(
        registry,
        "collecting",
        "Whether this node has the collector's lock.",
        () -> health.collector().collecting() ? 1 : 0);
    level(
        registry,
        "collector_lock_unknown_seconds",
        "Since when nobody is known to have the collector's lock.",
        health.collector()::lockUnknownSeconds);
    level(
        registry,
        "site_last_sweep_timestamp_seconds",
        "When a sweep of any node last ended, since 1970; 0 when that is not known.",
        health.collector()::sweptAt);
  }

  private void pools(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("onlookers_redis_pool_connections")
        .help("Connections of a pool, in use or idle, and threads that wait for one.")
        .labelNames("pool", "state")
        .callback(
            now ->
                health
                    .pools()
                    .forEach(
                        (connection, use) -> {
                          PoolUse counted = use.get();
                          String pool = connection.label();
                          now.call(counted.active(), pool, "active");
                          now.call(counted.idle(), pool, "idle");
                          now.call(counted.waiting(), pool, "waiting");
                        }))
        .register(registry);
  }

  private void server(PrometheusRegistry registry) {
    // The library has no info whose labels change, and keeps the suffix from all others.
    GaugeWithCallback.builder()
        .name("onlookers_redis_server")
        .help("Always 1: version and mode of the servers, as they say themselves.")
        .labelNames("version", "mode")
        .callback(
            now -> {
              if (!health.version().isEmpty()) {
                now.call(1, health.version(), health.mode());
              }
            })
        .register(registry);
  }

  private static void level(
      PrometheusRegistry registry, String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name("onlookers_" + name)
        .help(help)
        .callback(now -> now.call(value.getAsDouble()))
        .register(registry);
  }
}
