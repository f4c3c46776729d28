package onlookers.boot;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import onlookers.gc.GarbageCollector;
import onlookers.presence.Presence;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.RedisContext;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * What the domain stands on: Redis, those who read, write and sweep there, and the threads that all
 * parts share.
 */
@Singleton
class Infrastructure implements AutoCloseable {
  private static final Duration REDIS_MAX_WAIT = Duration.ofSeconds(5);
  private static final Duration REDIS_MAX_SILENCE = Duration.ofSeconds(30);

  private final Threads threads;
  private final RedisProvider redisProvider;
  private final RedisContext redisContext;
  private final JedisPresenceRepository repository;
  private final GarbageCollector garbageCollector;

  @Inject
  Infrastructure(
      Threads threads,
      RedisProvider redisProvider,
      RedisContext redisContext,
      JedisPresenceRepository repository,
      GarbageCollector garbageCollector) {
    this.threads = threads;
    this.redisProvider = redisProvider;
    this.redisContext = redisContext;
    this.repository = repository;
    this.garbageCollector = garbageCollector;
  }

  /** Connects, and goes on trying while Redis is away. */
  void start(Presence presence) {
    repository.start(presence, presence.sessions());
    garbageCollector.start();
  }

  /**
   * Waits for Redis, up to 5 s, and up to 30 s while no attempt has failed. Returns why it cannot
   * be worked with, {@code null} when it can.
   */
  @Nullable String awaitRedis() {
    try {
      return repository.awaitFirstArrival(REDIS_MAX_WAIT, REDIS_MAX_SILENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** What an administrator should know of it at start; empty when there is nothing. */
  String note() {
    return redisProvider.note();
  }

  /** The collector begins nothing new; a sweep that is under way goes on. */
  void quiesce() {
    garbageCollector.stop();
  }

  /** Writes what is queued, gives up the lock and the lease, and ends every thread. */
  @Override
  public void close() {
    List<Runnable> steps =
        List.of(
            garbageCollector::close,
            repository::close,
            threads::close,
            redisContext::close,
            redisProvider::close);
    Guard.each(steps, Runnable::run);
  }
}
