package onlookers.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import onlookers.fixture.Http;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Tomcat with the connector and the {@code setenv.sh} of {@code server-config/tomcat}. */
class TomcatFilesIT {
  /** How Tomcat begins what it says of a machine on which a random number takes 100 ms. */
  private static final String SLOW = "WARNING: Creation of SecureRandom instance";

  private static final Path FILES = Path.of("server-config", "tomcat");

  @Test
  void tomcatServesReadersWithTheFilesAsTheyAre(@TempDir Path work) throws IOException {
    String file = Files.readString(FILES.resolve("connector.xml"));
    String connector = file.substring(file.indexOf("-->") + 3); // its port is replaced
    try (RedisProcess redis = RedisProcess.start()) {
      String setenv =
          Files.readString(FILES.resolve("setenv.sh"))
              .replace("redis://localhost:6379", redis.uri());
      Files.writeString(Files.createDirectory(work.resolve("bin")).resolve("setenv.sh"), setenv);
      try (ServerProcess tomcat = ServerProcess.tomcat(work, connector, List.of())) {
        URI presence = URI.create("ws" + tomcat.base().toString().substring(4) + "presence");
        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .untilAsserted(
                () ->
                    assertThat(Http.get(tomcat.base().resolve("health/ready")).statusCode())
                        .as(String.join("\n", tomcat.output()))
                        .isEqualTo(200));
        try (Reader reader = Reader.connect(presence)) {
          reader.view("13");
          reader.awaitCounts("13", 1, 1);
        }
        assertThat(tomcat.output())
            .anyMatch(line -> line.contains("redis.uri = ") && line.contains("system property"))
            .noneMatch(line -> line.contains("WARNING") && !line.contains(SLOW));
      }
    }
  }
}
