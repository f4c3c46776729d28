package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import onlookers.config.Settings;
import onlookers.presence.ListedNode;
import onlookers.presence.NodeStatus;
import onlookers.presence.PostViews;
import onlookers.presence.RankedPost;
import onlookers.presence.SitePoint;
import onlookers.presence.SiteTotal;
import onlookers.presence.UnavailableException;
import onlookers.protocol.ApiJson;
import onlookers.protocol.DashboardJson;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard shows, and who looks at it. Every {@value SiteSampler#STEP_SECONDS} s this
 * node publishes its status and takes a sample of the site, whether somebody looks or not; each
 * event is encoded once, however many look. One thread does all of it, and may wait for Redis.
 */
public final class Dashboard implements AutoCloseable {
  /** So many pages may look at this node's dashboard at once. */
  static final int MAX_VIEWERS = 100;

  private static final long MILLIS = 1_000;

  /** As the alert of {@code server-config/prometheus} has it. */
  private static final Duration SWEEP_MAX_AGE = Duration.ofMinutes(5);

  /** Half as fast as a sweep that nothing keeps from its work. */
  private static final long ENTRIES_A_SECOND = 250;

  private static final Duration STEP = Duration.ofSeconds(SiteSampler.STEP_SECONDS);

  /** While somebody looks, the number of viewers moves so often. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Steps from one look at the site's past to the next. */
  private static final int STEPS_OF_HISTORY = 12;

  private static final int TOP = 10;

  private final DashboardSources sources;
  private final String version;
  private final String nodeId;
  private final Scheduler thread;
  private final SiteSampler sampler;
  private final long startedAt;
  private final byte[] hello;
  private final Set<FeedViewer> viewers = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MAX_VIEWERS);
  private volatile boolean closed;
  private final Duration sweepInterval;
  private int steps;
  private byte @Nullable [] state;
  private byte @Nullable [] history;
  private @Nullable SiteTotal shown;

  /**
   * @param version of this program
   * @param thread does everything, and may wait
   * @param clock the time of day
   */
  public Dashboard(
      DashboardSources sources,
      Settings settings,
      String version,
      Scheduler thread,
      InstantSource clock) {
    this.sources = sources;
    this.version = version;
    this.nodeId = settings.nodeId();
    this.sweepInterval = settings.sweepInterval();
    this.thread = thread;
    this.sampler = new SiteSampler(clock, thread::nanoTime);
    this.startedAt = seconds(clock);
    this.hello =
        event(
            "hello",
            DashboardJson.hello(
                nodeId, settings.adminToken().isPresent(), settings.postUrl().orElse("")));
  }

  private static long seconds(InstantSource clock) {
    return clock.millis() / MILLIS;
  }

  /** Begins to take samples. */
  public void start() {
    thread.after(TICK, this::step); // Redis is there by then
    thread.every(STEP, this::step);
    thread.every(TICK, this::tick);
  }

  /** Ends what is being looked at. */
  @Override
  public void close() {
    closed = true;
    Guard.each(List.copyOf(viewers), FeedViewer::end);
  }

  /** What is done every five seconds; on the thread. */
  void step() {
    try {
      List<ListedNode> nodes = sources.nodes().exchange(status());
      SiteTotal site = sources.counts().site();
      sources.nodeMetrics().redis().collector().swept(sweptAt(nodes), sweepMaxAge(site));
      SitePoint point = sampler.add(site, nodes);
      broadcast("point", DashboardJson.point(point));
      publishState(true, sources.counts().top(TOP), nodes);
    } catch (UnavailableException away) {
      publishState(false, List.of(), List.of());
    }
    steps++;
    if (steps >= STEPS_OF_HISTORY && !viewers.isEmpty()) {
      remember();
    }
  }

  /** When the node that collects last ended a sweep, or any where none does; 0 when not known. */
  private static long sweptAt(List<ListedNode> nodes) {
    long last = 0;
    for (ListedNode node : nodes) {
      NodeStatus status = node.status();
      long sweptAt = status == null ? 0 : status.sweptAt();
      if (node.collecting()) {
        return sweptAt; // 0 when it has just begun to, or is of an earlier version
      }
      last = Math.max(last, sweptAt);
    }
    return last;
  }

  /** A sweep takes its time: all sessions are looked at, some hundred a second. */
  private Duration sweepMaxAge(SiteTotal site) {
    return SWEEP_MAX_AGE
        .plus(sweepInterval.multipliedBy(3))
        .plusSeconds(site.viewers() / ENTRIES_A_SECOND);
  }

  private void tick() {
    if (viewers.isEmpty()) {
      return;
    }
    try {
      SiteTotal total = sources.counts().site();
      if (!total.equals(shown)) {
        shown = total;
        broadcast("online", ApiJson.online(total));
      }
    } catch (UnavailableException away) {
      shown = null; // the next step says so
    }
  }

  private void publishState(boolean redis, List<RankedPost> top, List<ListedNode> nodes) {
    byte[] event = event("state", DashboardJson.state(redis, top, nodes));
    state = event;
    broadcast(event);
  }

  private void remember() {
    try {
      List<PostViews> today = sources.history().mostViewed(1);
      byte[] event =
          event(
              "history",
              DashboardJson.history(
                  today.subList(0, Math.min(TOP, today.size())),
                  sources.peaks().lastDay(),
                  sources.history().history()));
      history = event;
      steps = 0;
      broadcast(event);
    } catch (UnavailableException away) {
      steps = STEPS_OF_HISTORY; // asked again at the next step
    }
  }

  private NodeStatus status() {
    NodeMetrics own = sources.nodeMetrics();
    return new NodeStatus(
        version,
        startedAt,
        own.value(Gauge.SESSIONS),
        own.total(Counter.SESSIONS_OPENED),
        own.total(Counter.VIEWS_COUNTED),
        own.total(Counter.PUSHES_SENT),
        own.value(Gauge.REDIS_ROUND_TRIP_MICROS),
        own.state().draining(),
        own.value(Gauge.LAST_SWEEP_AT) / MILLIS);
  }

  private void broadcast(String name, String json) {
    broadcast(event(name, json));
  }

  private void broadcast(byte[] event) {
    Guard.each(List.copyOf(viewers), viewer -> viewer.send(event));
  }

  /** An event as it goes over the line (HTML standard, 9.2.5); JSON has no line break in it. */
  private static byte[] event(String name, String json) {
    return ("event: " + name + "\ndata: " + json + "\n\n").getBytes(UTF_8);
  }

  /** Whether one more may look; then {@link #look} follows. */
  boolean admit() {
    return !closed && places.tryAcquire();
  }

  /** Somebody looks, who was admitted: sends them all there is, and then what comes. */
  void look(AsyncContext context, ServletOutputStream output) throws IOException {
    FeedViewer viewer = new FeedViewer(context, output, thread, this::left);
    viewers.add(viewer);
    context.addListener(viewer);
    output.setWriteListener(viewer);
    thread.execute(() -> welcome(viewer));
    if (closed) {
      viewer.end();
    }
  }

  private void left(FeedViewer viewer) {
    if (viewers.remove(viewer)) {
      places.release();
    }
  }

  private void welcome(FeedViewer viewer) {
    viewer.send(hello);
    viewer.send(event("hour", DashboardJson.hour(sampler.points())));
    if (state != null) {
      viewer.send(state);
    }
    if (history == null || steps >= STEPS_OF_HISTORY) { // nobody has looked for a while
      remember();
    } else {
      viewer.send(history);
    }
  }

  /** How many look. */
  int viewers() {
    return viewers.size();
  }
}
