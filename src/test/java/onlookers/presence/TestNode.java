package onlookers.presence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;
import onlookers.runtime.SchedulerThread;

/** A node of the story alone: no Redis, no sockets. */
final class TestNode implements AutoCloseable {
  private final Scheduler teller;
  private final Scheduler clock;
  private final List<RecordingListener> listeners = new CopyOnWriteArrayList<>();
  final Instruments instruments = new Instruments();
  final InMemoryPresenceRepository repository;
  final Presence presence;

  /** One that runs on threads of its own. */
  TestNode(InMemoryRedis redis, Duration grace) {
    this(redis, grace, 3, new SchedulerThread("test-teller"), new SchedulerThread("test-clock"));
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
      InMemoryRedis redis, Duration grace, int maxWatched, Scheduler teller, Scheduler clock) {
    this.teller = teller;
    this.clock = clock;
    repository = new InMemoryPresenceRepository(redis, teller);
    presence =
        new Presence(
            repository,
            new AllListeners(),
            new PresenceTools(teller, clock, instruments),
            new PresencePolicy(grace, maxWatched),
            () -> CompletableFuture.supplyAsync(repository::site, teller));
    redis.listeners.add(presence::changed);
    presence.start();
  }

  Session open(RecordingListener listener) {
    listeners.add(listener);
    return presence.open(listener);
  }

  void away() {
    repository.away(true);
    teller.execute(presence::away);
  }

  void back() {
    repository.away(false);
    presence.restore();
    teller.execute(presence::back);
  }

  @Override
  public void close() {
    for (Scheduler scheduler : List.of(clock, teller)) {
      if (scheduler instanceof SchedulerThread thread) {
        thread.close();
      }
    }
  }

  private final class AllListeners implements Audience {
    @Override
    public void tell(Post post, Counts counts) {
      Guard.each(listeners, listener -> listener.tell(post, counts));
    }

    @Override
    public void online(long viewers) {
      Guard.each(listeners, listener -> listener.tellOnline(viewers));
    }

    @Override
    public void degraded(boolean degraded) {
      Guard.each(listeners, listener -> listener.degraded(degraded));
    }
  }
}
