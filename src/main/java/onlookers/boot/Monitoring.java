package onlookers.boot;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import onlookers.http.Dashboard;
import onlookers.jmx.PresenceMonitor;
import onlookers.presence.CountsSampler;
import onlookers.runtime.Guard;

/** What administrators watch the node by, beside {@code /metrics}, which needs no start. */
@Singleton
class Monitoring implements AutoCloseable {
  private final CountsSampler countsSampler;
  private final Dashboard dashboard;
  private final PresenceMonitor monitor;

  @Inject
  Monitoring(CountsSampler countsSampler, Dashboard dashboard, PresenceMonitor monitor) {
    this.countsSampler = countsSampler;
    this.dashboard = dashboard;
    this.monitor = monitor;
  }

  void start() {
    countsSampler.start();
    dashboard.start();
    monitor.register();
  }

  @Override
  public void close() {
    Guard.run(monitor::unregister);
    Guard.run(dashboard::close);
  }
}
