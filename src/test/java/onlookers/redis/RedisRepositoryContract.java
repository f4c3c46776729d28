package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.Sources;
import onlookers.fixture.RedisProcess;
import onlookers.presence.Instruments;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository;
import onlookers.presence.PresenceRepositoryContract;
import onlookers.runtime.SchedulerThread;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.Jedis;

/** The contract on real servers, however they are arranged. */
abstract class RedisRepositoryContract extends PresenceRepositoryContract {
  private final List<Runnable> endings = new ArrayList<>();
  private final List<RedisNode> nodes = new ArrayList<>();

  /** As {@code redis.uri} says it. */
  abstract String uri();

  /** Every server that takes writes. */
  abstract List<RedisProcess> masters();

  @Override
  protected List<PresenceRepository> twoNodes() throws Exception {
    for (RedisProcess master : masters()) {
      try (Jedis jedis = master.connect()) {
        jedis.flushAll();
      }
    }
    return List.of(node("one"), node("two"));
  }

  @Override
  protected void rank(List<Post> posts) {
    new JedisGarbage(nodes.get(0)).rank(posts);
  }

  private PresenceRepository node(String name) throws Exception {
    Settings settings =
        Settings.load(
                Sources.only(
                    Map.of("node.id", name, "redis.prefix", "test:", "views.window", "60"),
                    Deployment.SERVER))
            .settings();
    SchedulerThread teller = new SchedulerThread("onlookers-teller");
    RedisNode node = new RedisNode(RedisUri.parse(uri()), settings);
    JedisPresenceRepository repository =
        new JedisPresenceRepository(node, settings, teller, new Instruments());
    repository.start(new SilentTidings()); // it is about what is written, not who is told
    assertThat(repository.awaitFirstArrival(10, TimeUnit.SECONDS)).isNull();
    nodes.add(node);
    endings.add(repository::close);
    endings.add(node::close);
    endings.add(teller::close);
    return repository;
  }

  @AfterEach
  void end() {
    endings.forEach(Runnable::run);
  }
}
