package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.RedisCluster;
import onlookers.fixture.RedisProcess;
import onlookers.presence.ListedNode;
import onlookers.presence.NodeDirectory;
import onlookers.presence.NodeStatus;
import onlookers.presence.UnavailableException;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What nodes publish of themselves, on one Redis and on a Cluster. */
class JedisNodeDirectoryIT {
  private static final NodeStatus STATUS =
      new NodeStatus("1.0.0", 1_764_196_522L, 12, 30, 40, 5_000, 210, false, 1_764_196_500L);

  private final NodeMetrics nodeMetrics = new NodeMetrics();

  @BeforeEach
  void redisIsThere() {
    nodeMetrics.state().redisUp(true);
  }

  private static Settings settings(String nodeId) {
    return SettingsLoader.load(
            Sources.only(
                Map.of("node.id", nodeId, "redis.prefix", "test:", "node.lease", "10"),
                Deployment.SERVER))
        .settings();
  }

  private static RedisContext node(String uri, String nodeId) {
    return new RedisContext(RedisUri.parse(uri), settings(nodeId));
  }

  private NodeDirectory directory(RedisContext node, String nodeId) {
    return new JedisNodeDirectory(node, settings(nodeId), nodeMetrics.state());
  }

  /** What a node does at its connection; here nobody else does it. */
  private static void lease(RedisContext node) {
    node.api().use(masters -> masters.call(pipeline -> node.calls().nodes().lease(pipeline)));
  }

  @Test
  void everyNodeFindsWhatTheOthersPublishOfThemselves() {
    try (RedisProcess redis = RedisProcess.start();
        RedisContext one = node(redis.uri(), "one");
        RedisContext two = node(redis.uri(), "two");
        Jedis jedis = redis.connect()) {
      lease(one);
      lease(two);
      jedis.set("test:onlookers:collector", two.calls().owner());
      directory(two, "two").exchange(STATUS);
      List<ListedNode> nodes = directory(one, "one").exchange(STATUS);
      assertThat(nodes).extracting(ListedNode::name).containsExactly("one", "two");
      assertThat(nodes).extracting(ListedNode::status).containsOnly(STATUS);
      assertThat(nodes).extracting(ListedNode::collecting).containsExactly(false, true);
      assertThat(nodes)
          .allSatisfy(node -> assertThat(node.leaseMillis()).isBetween(1L, 10_000L))
          .allSatisfy(node -> assertThat(node.incarnation()).hasSize(20));
    }
  }

  @Test
  void theStatusOfANodeExpiresWhenItIsNotPublishedAgain() {
    try (RedisProcess redis = RedisProcess.start();
        RedisContext one = node(redis.uri(), "one");
        Jedis jedis = redis.connect()) {
      directory(one, "one").exchange(STATUS);
      String key = "test:onlookers:node:" + one.calls().owner();
      assertThat(jedis.ttl(key)).isBetween(1L, 20L);
      assertThat(jedis.keys("test:onlookers:*")).containsExactly(key);
    }
  }

  @Test
  void aNodeWithoutStatusAndADeadOneAreListed() {
    try (RedisProcess redis = RedisProcess.start();
        RedisContext one = node(redis.uri(), "one");
        Jedis jedis = redis.connect()) {
      jedis.zadd("test:onlookers:nodes", 1, "dead:0");
      jedis.set("test:onlookers:node:dead:0", "nonsense");
      lease(one);
      assertThat(directory(one, "one").exchange(STATUS))
          .anySatisfy(
              dead -> {
                assertThat(dead.name()).isEqualTo("dead");
                assertThat(dead.status()).isNull();
                assertThat(dead.leaseMillis()).isNegative();
              })
          .hasSize(2);
    }
  }

  @Test
  void ofManyNodesAHundredAreListed() {
    try (RedisProcess redis = RedisProcess.start();
        RedisContext one = node(redis.uri(), "one");
        Jedis jedis = redis.connect()) {
      for (int i = 0; i < 150; i++) {
        jedis.zadd("test:onlookers:nodes", 1, "dead" + i + ":0");
      }
      lease(one);
      assertThat(directory(one, "one").exchange(STATUS))
          .hasSize(NodeDirectory.MAX_NODES)
          .anySatisfy(node -> assertThat(node.name()).isEqualTo("one"));
    }
  }

  @Test
  void onAClusterTheStatusesLieWhereverTheyFall() {
    try (RedisCluster redis = RedisCluster.start()) {
      for (String name : List.of("a", "b", "c", "d")) {
        try (RedisContext node = node(redis.uri(), name)) {
          lease(node);
          directory(node, name).exchange(STATUS);
        }
      }
      try (RedisContext last = node(redis.uri(), "e")) {
        lease(last);
        List<ListedNode> nodes = directory(last, "e").exchange(STATUS);
        assertThat(nodes).extracting(ListedNode::name).containsExactly("a", "b", "c", "d", "e");
        assertThat(nodes).extracting(ListedNode::status).containsOnly(STATUS);
      }
    }
  }

  @Test
  void aKeyThatHoldsSomethingElseIsNoNodesEnd() {
    try (RedisProcess redis = RedisProcess.start();
        RedisContext one = node(redis.uri(), "one");
        Jedis jedis = redis.connect()) {
      jedis.sadd("test:onlookers:nodes", "x");
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> directory(one, "one").exchange(STATUS));
    }
  }

  /** For a moment, until its connections are new. */
  @Test
  void aMasterThatHasBecomeAReplicaIsARedisOutOfReach() {
    try (RedisProcess redis = RedisProcess.start();
        RedisContext one = node(redis.uri(), "one");
        Jedis jedis = redis.connect()) {
      NodeDirectory directory = directory(one, "one");
      directory.exchange(STATUS);
      jedis.replicaof("127.0.0.1", 1);
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> directory.exchange(STATUS))
          .withMessageContaining("READONLY");
    }
  }

  @Test
  void whileRedisIsAwayItIsRefusedAtOnce() {
    try (RedisContext one = node("redis://127.0.0.1:1", "one")) {
      nodeMetrics.state().redisUp(false);
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> directory(one, "one").exchange(STATUS));
    }
  }
}
