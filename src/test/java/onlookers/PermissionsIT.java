package onlookers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.PrivateCa;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisAccess;
import onlookers.fixture.RedisBinary;
import onlookers.fixture.RedisCluster;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.RedisServers;
import onlookers.fixture.SentinelGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** A node whose user in Redis may do what {@code server-config/redis/user.conf} says, or less. */
class PermissionsIT {
  private static final Path USER = Path.of("server-config", "redis", "user.conf");

  private final RedisProcess redis = RedisProcess.start();
  private final Jedis jedis = redis.connect();
  private HeadlessProcess node;

  @BeforeEach
  void aUserAsInTheFileAndOneForThisTest() throws IOException {
    jedis.aclSetUser("onlookers", rules().substring("onlookers ".length()).split(" "));
  }

  private static String rules() throws IOException {
    return Files.readString(USER, UTF_8)
        .lines()
        .filter(words -> words.startsWith("user onlookers "))
        .map(words -> words.substring("user ".length()))
        .findFirst()
        .orElseThrow();
  }

  @AfterEach
  void stop() {
    node.close();
    jedis.close();
    redis.close();
  }

  private void startNode() {
    node =
        HeadlessProcess.launch(
            "redis.uri=redis://onlookers:SECRET@127.0.0.1:" + redis.port(),
            "node.lease=3",
            "session.grace=1",
            "session.ttl=12",
            "sweep.interval=1");
    node.presence();
  }

  @Test
  void theUserOfTheExampleMayDoEverythingThatIsDone() {
    startNode();
    try (ForeignWriter foreign = new ForeignWriter(redis, "");
        Reader reader = Reader.viewing(node, "p")) {
      reader.awaitCounts("p", 1, 1);
      reader.watch("*");
      reader.awaitFrame("the site", frame -> frame.is("online"));
      String session = foreign.view("p");
      reader.awaitCounts("p", 2, 2);
      jedis.zadd("onlookers:nodes", 1, "dead:0"); // is reaped, after a lease
      foreign.leave(session);
      reader.awaitCounts("p", 1, 2);
      await().until(() -> jedis.zscore("onlookers:nodes", "dead:0") == null);
      jedis.hset("viewers", "gone", "p"); // is swept
      await().until(() -> !jedis.hexists("viewers", "gone") && jedis.exists("onlookers:scanned"));
    }
    new Invariant(redis, "").awaitHolds(Reader.MAX_WAIT);
    node.stop();
    assertThat(jedis.aclLog()).as("what Redis refused").isEmpty();
    assertThat(node.log()).doesNotContain("WARNING");
  }

  private enum Arrangement {
    SERVER,
    SENTINEL,
    CLUSTER;

    RedisServers start(RedisAccess access) {
      return switch (this) {
        case SERVER -> RedisProcess.start(RedisBinary.bundled(), access);
        case SENTINEL -> SentinelGroup.start(RedisBinary.bundled(), access, "watch", 1);
        case CLUSTER -> RedisCluster.start(RedisBinary.bundled(), access);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theUserOfTheExampleMayDoSoByTlsInEveryArrangement(
      Arrangement arrangement, @TempDir Path files) throws IOException {
    PrivateCa ca = PrivateCa.in(files);
    RedisAccess access =
        RedisAccess.OPEN
            .withTls(ca.issue("server", "ip:127.0.0.1"))
            .forUsers("onlookers:SECRET", rules());
    try (RedisServers servers = arrangement.start(access)) {
      node =
          HeadlessProcess.launch(
              "redis.uri=" + servers.uri(),
              "redis.ca=" + ca.certificate(),
              arrangement == Arrangement.SENTINEL ? "sentinel.password=watch" : "node.id=one",
              "node.lease=3",
              "session.grace=1",
              "session.ttl=12",
              "sweep.interval=1");
      converse(servers);
      new Invariant(servers, "").awaitHolds(Reader.MAX_WAIT);
      node.stop();
      for (RedisProcess master : servers.masters()) {
        try (Jedis admin = master.connect()) {
          assertThat(admin.aclLog()).as("what Redis refused").isEmpty();
        }
      }
      assertThat(node.log()).doesNotContain("WARNING");
    }
  }

  private void converse(RedisServers servers) {
    RedisProcess ofNodes = servers.masterOf("onlookers:nodes");
    try (ForeignWriter foreign = new ForeignWriter(servers, "");
        Reader reader = Reader.viewing(node, "p");
        Jedis admin = ofNodes.connect()) {
      reader.awaitCounts("p", 1, 1);
      String session = foreign.view("p");
      reader.awaitCounts("p", 2, 2);
      admin.zadd("onlookers:nodes", 1, "dead:0"); // is reaped, after a lease
      foreign.leave(session);
      reader.awaitCounts("p", 1, 2);
      reader.view("q");
      reader.awaitCounts("q", 1, 1);
      await()
          .atMost(Reader.MAX_WAIT.multipliedBy(2))
          .until(() -> admin.zscore("onlookers:nodes", "dead:0") == null);
    }
  }

  @Test
  void aPermissionThatIsMissingIsNamedInTheLog() {
    jedis.aclSetUser("onlookers", "-script|load");
    startNode();
    await()
        .untilAsserted(
            () ->
                assertThat(node.log())
                    .contains("Redis is out of reach: NOPERM")
                    .contains("script|load"));
    assertThat(node.log()).doesNotContain("NOSCRIPT");
  }

  @Test
  void aPermissionThatTheCollectorLacksIsNamedInTheLog() {
    jedis.aclSetUser("onlookers", "-hscan");
    startNode();
    await()
        .atMost(Reader.MAX_WAIT)
        .untilAsserted(
            () ->
                assertThat(node.log())
                    .containsPattern("the garbage collector cannot do its work.*NOPERM.*hscan"));
    try (Reader reader = Reader.viewing(node, "p")) {
      reader.awaitCounts("p", 1, 1);
    }
  }
}
