package onlookers.boot;

import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import onlookers.config.Settings;
import onlookers.http.ApiStore;
import onlookers.presence.CachingCountsReader;
import onlookers.redis.JedisHistoryReader;
import onlookers.redis.JedisPresenceRepository;
import onlookers.redis.JedisViewsEditor;
import onlookers.redis.JedisViewsImporter;
import onlookers.redis.RedisContext;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeState;

/** Makes what reads and writes Redis, one method a part. */
@Singleton
public class RedisWiring {
  @Produces
  @Singleton
  RedisProvider redisProvider(Settings settings) {
    return RedisProvider.of(settings.redisUri());
  }

  @Produces
  @Singleton
  RedisContext redisContext(RedisProvider provider, Settings settings) {
    return new RedisContext(provider.uri(), settings);
  }

  /** Its counts are read through {@link #countsReader} only. */
  @Produces
  @Singleton
  @Typed(JedisPresenceRepository.class)
  JedisPresenceRepository repository(
      RedisContext redis, Settings settings, Threads threads, NodeMetrics nodeMetrics) {
    return new JedisPresenceRepository(redis, settings, threads.notifier(), nodeMetrics);
  }

  @Produces
  @Singleton
  CachingCountsReader countsReader(
      JedisPresenceRepository repository, NodeState state, Threads threads) {
    return new CachingCountsReader(repository, state, threads.clock());
  }

  @Produces
  @Singleton
  ApiStore apiStore(CachingCountsReader counts, RedisContext redis, NodeState state) {
    InstantSource clock = InstantSource.system();
    return new ApiStore(
        counts,
        counts.history(new JedisHistoryReader(redis, state, clock)),
        new JedisViewsImporter(redis, state),
        new JedisViewsEditor(redis, state, clock));
  }
}
