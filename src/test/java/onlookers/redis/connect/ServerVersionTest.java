package onlookers.redis.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.config.RedisUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over what real servers answered. */
class ServerVersionTest {
  private static final RedisUri ONE = RedisUri.parse("redis://h");
  private static final RedisUri GROUP = RedisUri.parse("redis+sentinel://h/m");
  private static final RedisUri CLUSTER = RedisUri.parse("redis+cluster://h");

  private static final String INFO_6_0 =
      """
      # Server
      redis_version:6.0.16
      redis_git_sha1:00000000
      redis_build_id:6d95e1af3a2c082a
      redis_mode:standalone
      os:Linux 6.18.44 x86_64
      gcc_version:10.2.1
      executable:/usr/bin/redis-server
      config_file:
      io_threads_active:0
      # Replication
      role:slave
      master_host:127.0.0.1
      """
          .replace("\n", "\r\n");
  private static final String INFO_VALKEY_8_1 =
      """
      # Server
      redis_version:7.2.4
      server_name:valkey
      valkey_version:8.1.1
      server_mode:cluster
      gcc_version:14.2.0
      # Replication
      role:master
      """
          .replace("\n", "\r\n");

  @Test
  void helloIsRead() {
    assertThat(hello("redis", "7.0.15", "standalone", "master"))
        .isEqualTo(new ServerVersion("Redis", "7.0.15", "standalone", false))
        .hasToString("Redis 7.0.15");
    assertThat(hello("valkey", "8.1.1", "cluster", "replica"))
        .isEqualTo(new ServerVersion("Valkey", "8.1.1", "cluster", true))
        .hasToString("Valkey 8.1.1");
    assertThat(ServerVersion.ofHello("OK")).isEqualTo(new ServerVersion("Redis", "", "", false));
  }

  @Test
  void infoIsReadWhereHelloIsNot() {
    assertThat(ServerVersion.ofInfo(INFO_6_0))
        .isEqualTo(new ServerVersion("Redis", "6.0.16", "standalone", true));
    assertThat(ServerVersion.ofInfo(INFO_VALKEY_8_1))
        .isEqualTo(new ServerVersion("Valkey", "8.1.1", "cluster", false));
    assertThat(ServerVersion.ofInfo("")).isEqualTo(new ServerVersion("Redis", "", "", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.0.16", "6.1.240", "5.0.14", "3.2", "2.8.24"})
  void whatIsOlderThan62IsRefusedByItsVersion(String version) {
    for (RedisUri uri : List.of(ONE, GROUP, CLUSTER)) {
      assertThat(
              new ServerRequirements(uri).refusal(hello("redis", version, "standalone", "replica")))
          .contains("Redis " + version + " is too old: Redis or Valkey 6.2 or newer is needed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "redis, 6.2.0",
    "redis, 6.2.11",
    "redis, 7.0.15",
    "redis, 8.0.2",
    "redis, 10.0.0-rc1",
    "redis, 255.255.255",
    "valkey, 8.1.1",
    "redis, ''",
    "redis, unstable",
    "redis, 9999999.0"
  })
  void whatIsNewEnoughOrNotKnownIsNot(String server, String version) {
    assertThat(new ServerRequirements(ONE).refusal(hello(server, version, "standalone", "master")))
        .isEmpty();
    assertThat(
            new ServerRequirements(GROUP).refusal(hello(server, version, "standalone", "master")))
        .isEmpty();
    assertThat(new ServerRequirements(CLUSTER).refusal(hello(server, version, "cluster", "master")))
        .isEmpty();
    assertThat(
            new ServerRequirements(CLUSTER).refusal(hello(server, version, "cluster", "replica")))
        .isEmpty();
    assertThat(new ServerRequirements(CLUSTER).refusal(hello(server, version, "", "master")))
        .isEmpty();
  }

  @Test
  void aServerOfAnotherModeThanTheAddressSaysIsRefusedWithTheRightScheme() {
    ServerVersion node = hello("redis", "7.0.15", "cluster", "master");
    assertThat(new ServerRequirements(ONE).refusal(node))
        .contains("this server is a node of a Cluster: right is redis+cluster://HOST:PORT");
    assertThat(new ServerRequirements(GROUP).refusal(node))
        .get()
        .asString()
        .contains("right is redis+cluster://");
    assertThat(new ServerRequirements(RedisUri.parse("rediss://h")).refusal(node))
        .get()
        .asString()
        .contains("right is rediss+cluster://");
    assertThat(
            new ServerRequirements(CLUSTER)
                .refusal(hello("redis", "7.0.15", "standalone", "master")))
        .contains("this server is no node of a Cluster: right is redis://HOST:PORT");
    ServerVersion sentinel = hello("redis", "7.0.15", "sentinel", "sentinel");
    for (RedisUri uri : List.of(ONE, GROUP, CLUSTER)) {
      assertThat(new ServerRequirements(uri).refusal(sentinel))
          .get()
          .asString()
          .contains("is a Sentinel, and not one");
    }
  }

  @Test
  void aReplicaIsRefusedWhereNobodyKnowsItsMaster() {
    ServerVersion replica = hello("valkey", "8.1.1", "standalone", "replica");
    assertThat(new ServerRequirements(ONE).refusal(replica))
        .get()
        .asString()
        .contains("is a replica, which takes no");
    assertThat(new ServerRequirements(GROUP).refusal(replica)).isEmpty();
  }

  private static ServerVersion hello(String server, String version, String mode, String role) {
    return ServerVersion.ofHello(
        List.of(
            bytes("server"),
            bytes(server),
            bytes("version"),
            bytes(version),
            bytes("proto"),
            2L,
            bytes("id"),
            3L,
            bytes("mode"),
            bytes(mode),
            bytes("role"),
            bytes(role),
            bytes("modules"),
            List.of()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
