package onlookers.presence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;
import onlookers.runtime.SchedulerThread;

/** A node of the domain alone: no Redis, no sockets. */
final class TestNode implements AutoCloseable {
  private final Scheduler notifier;
  private final Scheduler clock;
  private final List<RecordingSessionListener> listeners = new CopyOnWriteArrayList<>();
  final NodeMetrics nodeMetrics = new NodeMetrics();
  final InMemoryPresenceRepository repository;
  final Presence presence;

  /** One that runs on threads of its own. */
  TestNode(InMemoryRedis redis, Duration grace) {
    this(redis, grace, 3, new SchedulerThread("test-notifier"), new SchedulerThread("test-clock"));
  }

  /** One on which nothing happens but when the test says so. */
  TestNode(InMemoryRedis redis, Duration grace, ManualScheduler scheduler) {
    this(redis, grace, 3, scheduler);
  }

  /** The same, whose sessions may watch so many posts. */
  TestNode(InMemoryRedis redis, Duration grace, int maxWatched, ManualScheduler scheduler) {
    this(redis, grace, maxWatched, scheduler, scheduler);
  }

  private TestNode(
      InMemoryRedis redis, Duration grace, int maxWatched, Scheduler notifier, Scheduler clock) {
    this.notifier = notifier;
    this.clock = clock;
    repository = new InMemoryPresenceRepository(redis, notifier);
    presence =
        new Presence(
            repository,
            new AllListeners(),
            new PresenceTools(notifier, clock, nodeMetrics),
            new PresencePolicy(grace, maxWatched),
            () -> CompletableFuture.supplyAsync(repository::site, notifier));
    redis.listeners.add(presence::changed);
    presence.start();
  }

  Session open(RecordingSessionListener listener) {
    listeners.add(listener);
    return presence.open(listener);
  }

  void away() {
    repository.away(true);
    notifier.execute(presence::away);
  }

  void back() {
    repository.away(false);
    presence.sessions().rewriteAll();
    notifier.execute(presence::back);
  }

  @Override
  public void close() {
    for (Scheduler scheduler : List.of(clock, notifier)) {
      if (scheduler instanceof SchedulerThread thread) {
        thread.close();
      }
    }
  }

  private final class AllListeners implements CountsPublisher {
    @Override
    public void publish(Post post, Counts counts) {
      Guard.each(listeners, listener -> listener.publish(post, counts));
    }

    @Override
    public void online(long viewers) {
      Guard.each(listeners, listener -> listener.publishOnline(viewers));
    }

    @Override
    public void degraded(boolean degraded) {
      Guard.each(listeners, listener -> listener.degraded(degraded));
    }
  }
}
