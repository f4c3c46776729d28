package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import onlookers.config.RedisUri;
import onlookers.fixture.Ports;
import onlookers.fixture.RedisBinary;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.ToolProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * A sentinel that was started anew with its first configuration, as one in a container is, goes on
 * naming the first master, long after another has taken its place: it hears of the others through
 * that one alone.
 */
class StaleSentinelIT {
  @TempDir private Path folder;

  private final List<ToolProcess> sentinels = new ArrayList<>();

  @AfterEach
  void stop() {
    sentinels.forEach(ToolProcess::close);
  }

  private int startSentinel(int master) throws IOException {
    int port = Ports.free();
    Path own = Files.createDirectories(folder.resolve("sentinel-" + port));
    Path config =
        Files.write(
            own.resolve("sentinel.conf"),
            List.of(
                "port " + port,
                "bind 127.0.0.1",
                "dir " + own,
                "sentinel monitor main 127.0.0.1 " + master + " 1"));
    List<String> command = new ArrayList<>(RedisBinary.bundled().command());
    command.addAll(List.of(config.toString(), "--sentinel"));
    ToolProcess sentinel = ToolProcess.start(own, Map.of(), command);
    sentinels.add(sentinel);
    sentinel.awaitLine("monitor master main");
    return port;
  }

  @Test
  void whoNamesAMasterThatIsGoneIsAskedAfterTheOthers() throws IOException {
    int gone = Ports.free();
    try (RedisProcess redis = RedisProcess.start()) {
      int stale = startSentinel(gone);
      int right = startSentinel(redis.port());
      RedisConnector connector =
          new RedisConnector(
              RedisUri.parse(
                  "redis+sentinel://127.0.0.1:" + stale + ",127.0.0.1:" + right + "/main"));

      assertThatThrownBy(() -> connector.connect("test"))
          .isInstanceOf(RedisAwayException.class)
          .hasMessageContainingAll("127.0.0.1:" + gone, "the sentinels name this address");
      connector.topology().refresh();
      try (Jedis jedis = connector.connect("test")) {
        assertThat(jedis.ping()).isEqualTo("PONG");
      }
    }
  }
}
