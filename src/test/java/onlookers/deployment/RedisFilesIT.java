package onlookers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Ports;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisBinary;
import onlookers.fixture.ToolProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;

/**
 * Servers that are started with the files in {@code server-config/redis}, and nothing else but
 * their ports, folders and a user for this test.
 */
class RedisFilesIT {
  private static final Duration MAX_WAIT = Duration.ofSeconds(60);
  private static final Path FILES = Path.of("server-config", "redis").toAbsolutePath();
  private static final String LOGIN = "onlookers:SECRET@";

  /** Who may look: the files let in nobody else. */
  private static final String TESTER = "user tester on >test ~* &* +@all\n";

  private static final JedisClientConfig AS_TESTER =
      DefaultJedisClientConfig.builder()
          .user("tester")
          .password("test")
          .autoNegotiateProtocol(false)
          .timeoutMillis(10_000)
          .build();

  @TempDir Path folder;

  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (int last = running.size() - 1; last >= 0; last--) {
      running.get(last).close();
    }
  }

  private ToolProcess server(int port, String more, String... files) throws IOException {
    Path own = Files.createDirectories(folder.resolve("redis-" + port));
    StringBuilder main = new StringBuilder("port " + port + "\ndir " + own + "\n" + TESTER);
    for (String file : files) {
      main.append(asItSays(FILES.resolve(file)));
    }
    Files.writeString(main(port), main.append(more));
    return again(port);
  }

  /** Included or put in, as its first lines want it. */
  private static String asItSays(Path file) throws IOException {
    String text = Files.readString(file);
    return text.contains("\n#     include ") ? "include " + file + '\n' : text;
  }

  private Path main(int port) {
    return folder.resolve("redis-" + port).resolve("main.conf");
  }

  /** Starts it with the configuration that it has, by its own hand perhaps. */
  private ToolProcess again(int port) {
    Path config = main(port);
    return start(config.getParent(), "Ready to accept connections", config.toString());
  }

  private ToolProcess start(Path own, String ready, String... arguments) {
    List<String> command = new ArrayList<>(RedisBinary.bundled().command());
    command.addAll(List.of(arguments));
    ToolProcess process = ToolProcess.start(own, Map.of(), command);
    running.add(process);
    process.awaitLine(ready);
    return process;
  }

  private HeadlessProcess node(String... settings) {
    HeadlessProcess node = HeadlessProcess.launch(settings);
    running.add(node);
    node.presence();
    return node;
  }

  private static String hosts(List<Integer> ports) {
    return String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
  }

  private static Jedis connect(int port) {
    return new Jedis(new HostAndPort("127.0.0.1", port), AS_TESTER);
  }

  private static void assertCounts(HeadlessProcess node, String post) {
    try (Reader reader = Reader.connect(node)) {
      reader.view(post);
      reader.awaitCounts(post, 1, 1);
    }
  }

  @Test
  void oneServerIsAsItsFilesSayAndThereIsNothingToWarnOf() throws IOException {
    int port = Ports.free();
    server(port, "", "redis.conf", "user.conf");
    HeadlessProcess node = node("redis.uri=redis://" + LOGIN + "127.0.0.1:" + port);
    assertCounts(node, "13");
    try (Jedis jedis = connect(port)) {
      Map<String, String> set = jedis.configGet("*");
      assertThat(set)
          .containsEntry("maxmemory-policy", "noeviction")
          .containsEntry("maxmemory", "268435456")
          .containsEntry("appendonly", "yes")
          .containsEntry("client-output-buffer-limit", limits());
      assertThat(set.get("notify-keyspace-events")).contains("K", "$", "s", "g", "x", "e");
      assertThat(jedis.aclLog()).as("what was refused").isEmpty();
    }
    assertThat(node.log()).doesNotContain("WARNING");
  }

  /** As every sentinel has a server do that it makes a master or a replica. */
  @ParameterizedTest
  @ValueSource(strings = {"redis.conf", "replica.conf", "cluster.conf"})
  void aServerThatHasWrittenItsConfigurationAnewStartsWithIt(String last) throws IOException {
    int port = Ports.free();
    ToolProcess server =
        server(
            port, "", Stream.of("redis.conf", "user.conf", last).distinct().toArray(String[]::new));
    try (Jedis jedis = connect(port)) {
      jedis.configRewrite();
    }
    server.close();

    again(port);
    try (Jedis jedis = connect(port)) {
      assertThat(jedis.aclUsers()).contains("onlookers", "tester");
    }
  }

  private static String limits() {
    return "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60";
  }

  @Test
  void aSentinelGroupOfTheFilesPromotesTheReplica() throws IOException {
    int master = Ports.free();
    int replica = Ports.free();
    String[] files = {"redis.conf", "user.conf", "replica.conf"};
    ToolProcess first = server(master, "", files);
    server(replica, "replicaof 127.0.0.1 " + master + "\n", files);
    await()
        .atMost(MAX_WAIT)
        .untilAsserted(() -> assertThat(info(replica)).contains("master_link_status:up"));
    List<Integer> sentinels = Stream.generate(Ports::free).limit(3).toList();
    for (int port : sentinels) {
      startSentinel(port, master);
    }
    await("each knows the replica and the two others")
        .atMost(MAX_WAIT)
        .until(() -> sentinels.stream().allMatch(port -> knowsAll(port)));
    HeadlessProcess node =
        node(
            "redis.uri=redis+sentinel://" + LOGIN + hosts(sentinels) + "/main",
            "sentinel.password=onlookers:SECRET3");
    assertCounts(node, "13");
    first.close();
    await().atMost(MAX_WAIT).untilAsserted(() -> assertThat(info(replica)).contains("role:master"));
    await().atMost(MAX_WAIT).ignoreExceptions().until(() -> views(node, "13") > 1);
  }

  private void startSentinel(int port, int master) throws IOException {
    Path own = Files.createDirectories(folder.resolve("sentinel-" + port));
    String text =
        Files.readString(FILES.resolve("sentinel.conf"))
            .replace("port 26379", "port " + port)
            .replace("main 127.0.0.1 6379 2", "main 127.0.0.1 " + master + " 2")
            .replace("down-after-milliseconds main 5000", "down-after-milliseconds main 2000");
    Path config = Files.writeString(own.resolve("sentinel.conf"), text + "\n" + TESTER);
    start(own, "monitor master main", config.toString(), "--sentinel");
  }

  private static boolean knowsAll(int sentinel) {
    try (Jedis jedis = connect(sentinel)) {
      String known = jedis.info("sentinel");
      return known.contains("slaves=1,sentinels=3") && known.contains("status=ok");
    }
  }

  private static String info(int port) {
    try (Jedis jedis = connect(port)) {
      return jedis.info("replication");
    }
  }

  private static long views(HeadlessProcess node, String post) {
    try (Reader reader = Reader.connect(node)) {
      reader.view(post);
      return reader.awaitCountsOf(post).views();
    }
  }

  @Test
  void aClusterOfTheFilesKeepsTheCounts() throws IOException {
    List<Integer> ports = Stream.generate(Ports::free).limit(3).toList();
    for (int port : ports) {
      server(port, "", "redis.conf", "user.conf", "cluster.conf");
    }
    IntStream.range(0, 3).forEach(i -> giveSlots(ports, i));
    await()
        .atMost(MAX_WAIT)
        .until(() -> ports.stream().allMatch(RedisFilesIT::findsTheClusterWhole));
    HeadlessProcess node = node("redis.uri=redis+cluster://" + LOGIN + hosts(ports));
    for (String post : List.of("13", "14", "15", "16")) {
      assertCounts(node, post);
    }
    assertThat(node.log()).doesNotContain("WARNING");
  }

  /** What {@code redis-cli --cluster create} does. */
  private static void giveSlots(List<Integer> ports, int index) {
    try (Jedis jedis = connect(ports.get(index))) {
      jedis.sendCommand(Command.CLUSTER, "SET-CONFIG-EPOCH", Integer.toString(index + 1));
      jedis.clusterAddSlots(
          IntStream.range(16_384 * index / 3, 16_384 * (index + 1) / 3).toArray());
      jedis.clusterMeet("127.0.0.1", ports.get(0));
    }
  }

  private static boolean findsTheClusterWhole(int port) {
    try (Jedis jedis = connect(port)) {
      String state = jedis.clusterInfo();
      return state.contains("cluster_state:ok") && state.contains("cluster_known_nodes:3");
    }
  }
}
