package onlookers.presence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import onlookers.runtime.SchedulerThread;

/** A node of the story alone: no Redis, no sockets. */
final class TestNode implements AutoCloseable {
  private final SchedulerThread teller = new SchedulerThread("test-teller");
  private final SchedulerThread clock = new SchedulerThread("test-clock");
  private final List<RecordingListener> listeners = new CopyOnWriteArrayList<>();
  final Instruments instruments = new Instruments();
  final InMemoryPresenceRepository repository;
  final Presence presence;

  TestNode(InMemoryRedis redis, Duration grace) {
    repository = new InMemoryPresenceRepository(redis, teller);
    presence =
        new Presence(
            repository,
            new AllListeners(),
            new PresenceTools(teller, clock, instruments),
            new PresencePolicy(grace, 3));
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
    clock.close();
    teller.close();
  }

  private final class AllListeners implements Audience {
    @Override
    public void tell(Post post, Counts counts) {
      listeners.forEach(listener -> listener.tell(post, counts));
    }

    @Override
    public void degraded(boolean degraded) {
      listeners.forEach(listener -> listener.degraded(degraded));
    }
  }
}
