package onlookers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of commands in operations.md is what {@code user.conf} permits, with which we run. */
class RedisUserTest {
  private static final Path USER = Path.of("server-config", "redis", "user.conf");
  private static final Path OPERATIONS = Path.of("src", "site", "markdown", "operations.md");

  @Test
  void theListOfCommandsIsThatOfTheUser() throws IOException {
    String user =
        Files.readAllLines(USER).stream()
            .filter(line -> line.startsWith("user onlookers "))
            .findFirst()
            .orElseThrow();
    String page = Files.readString(OPERATIONS);
    String list = page.substring(page.indexOf("An ACL user needs these commands:"));

    assertThat(found("`([A-Z|]+)`", list.substring(0, list.indexOf("from Redis 7.2"))))
        .containsExactlyInAnyOrderElementsOf(found("\\+(\\S+)", user));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .toList();
  }
}
