package onlookers.boot;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import onlookers.config.Settings;
import onlookers.http.WireModule;
import onlookers.runtime.Guard;
import onlookers.websocket.Drain;
import onlookers.websocket.Heartbeat;

/** The sockets of all wires, from the first ping until the last is closed. */
@Singleton
class Sockets implements AutoCloseable {
  private final Settings settings;
  private final Threads threads;
  private final Heartbeat heartbeat;
  private final Drain drain;
  private final List<WireModule> otherWires;

  /**
   * @param otherWires those that the WAR was built with
   */
  @Inject
  Sockets(
      Settings settings,
      Threads threads,
      Heartbeat heartbeat,
      Drain drain,
      Instance<WireModule> otherWires) {
    this.settings = settings;
    this.threads = threads;
    this.heartbeat = heartbeat;
    this.drain = drain;
    this.otherWires = otherWires.stream().toList();
  }

  void start() {
    OpenFiles.check(settings.limitSessions());
    heartbeat.start(threads.clock());
    otherWires.forEach(WireModule::start);
  }

  /** With 1012, and what is left of the other wires then. */
  @Override
  public void close() {
    Guard.run(drain::closeAll);
    Guard.each(otherWires, WireModule::close);
  }
}
