package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import onlookers.fixture.Http;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** What tidies up temporary files takes nothing away from an executable that runs. */
class LostFilesIT {
  private static final String POLLING = "socket.io/?EIO=4&transport=polling";

  @Test
  void aProgramWhoseTemporaryFilesAreRemovedServesAllThatItHasNotServedBefore(
      @TempDir Path temporary) {
    try (WarProcess war = start(temporary, "--http.port=0")) {
      removeAllIn(temporary);

      for (String path :
          List.of("", "onlookers.js", "demo.js", "metrics", "api/top", "health/ready", POLLING)) {
        assertThat(Http.status(URI.create(war.base() + path))).as(path).isEqualTo(200);
      }
      assertThat(Http.status(war.base().resolve("api/admin/views"))).isEqualTo(403);
      assertThat(Http.body(war.base().resolve("nothing"))).doesNotContain(temporary.toString());
      try (Reader reader = Reader.viewing(war, "p")) {
        reader.awaitCounts("p", 1, 1);
      }
      assertThat(war.output()).noneMatch(line -> line.contains("SEVERE"));
    }
  }

  @Test
  void atSigtermItStillRemovesItsSessions(@TempDir Path temporary) {
    try (RedisProcess redis = RedisProcess.start();
        RedisClient client = RedisClient.create(redis.uri());
        WarProcess war = start(temporary, "--redis.uri=" + redis.uri())) {
      removeAllIn(temporary);
      Reader reader = Reader.viewing(war, "p");
      reader.awaitCounts("p", 1, 1);

      war.terminate();

      assertThat(reader.awaitClose()).isEqualTo(1012);
      war.awaitExit();
      assertThat(client.exists("viewers", "viewers:p")).isZero();
      assertThat(client.keys("session:*")).isEmpty();
    }
  }

  private static WarProcess start(Path temporary, String... arguments) {
    WarProcess war =
        WarProcess.launch(Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary), arguments);
    war.base();
    return war;
  }

  private static void removeAllIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst =
          files.filter(path -> !path.equals(folder)).sorted(Comparator.reverseOrder()).toList();
      assertThat(deepestFirst).as("files under java.io.tmpdir").isNotEmpty();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new AssertionError("they cannot be removed", e);
    }
  }
}
