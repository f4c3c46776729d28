package onlookers.faults;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import onlookers.fixture.WarProcess;

/**
 * Some nodes, each the executable WAR in a process of its own, with short leases and grace periods.
 */
final class Nodes implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(4);
  static final Duration GRACE = Duration.ofSeconds(2);

  /** How long a session may outlive a connection, or a node, that was lost; and a moment. */
  static final Duration OUTLIVES = LEASE.multipliedBy(2).plusSeconds(1);

  final List<WarProcess> all = new ArrayList<>();
  private final String uri;
  private final List<String> options;
  private final AtomicInteger next = new AtomicInteger();

  private Nodes(String uri, List<String> options) {
    this.uri = uri;
    this.options = options;
  }

  /** Starts so many on that Redis. */
  static Nodes start(int number, String uri, String... more) {
    return start(number, uri, List.of(), more);
  }

  /**
   * The same.
   *
   * @param options more of the JVM of each
   */
  static Nodes start(int number, String uri, List<String> options, String... more) {
    Nodes nodes = new Nodes(uri, options);
    IntStream.range(0, number).forEach(i -> nodes.all.add(nodes.launch(i, more)));
    try {
      nodes.all.forEach(WarProcess::base);
    } catch (AssertionError e) {
      nodes.close();
      throw e;
    }
    return nodes;
  }

  /** Starts one more with that number, without waiting. */
  WarProcess launch(int number, String... more) {
    List<String> settings = new ArrayList<>();
    settings.add("--redis.uri=" + uri);
    settings.add("--node.id=node-" + number);
    settings.add("--node.lease=" + LEASE.toSeconds());
    settings.add("--session.grace=" + GRACE.toSeconds());
    settings.add("--sweep.interval=2");
    settings.add("--limit.messages=0");
    settings.add("--limit.sessions.per.address=0");
    settings.addAll(List.of(more));
    return WarProcess.launch(Map.of(), options, settings.toArray(String[]::new));
  }

  /** One after the other. */
  Supplier<URI> inTurn() {
    List<URI> addresses = all.stream().map(WarProcess::presence).toList();
    return () -> addresses.get(Math.floorMod(next.getAndIncrement(), addresses.size()));
  }

  @Override
  public void close() {
    all.forEach(WarProcess::close);
  }
}
