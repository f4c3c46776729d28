package onlookers.redis.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import onlookers.redis.connect.Script;
import onlookers.redis.connect.ScriptedRedis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pages and the example of a user in Redis say of the scripts. */
class DocumentedScriptsTest {
  private static final Path PAGES = Path.of("src", "site", "markdown");
  private static final Path USER = Path.of("server-config", "redis", "user.conf");
  private static final Pattern COMMAND = Pattern.compile("redis\\.p?call\\('([A-Z]+)'");

  @ParameterizedTest
  @EnumSource(Script.class)
  void everyScriptHasARowInTheSchema(Script script) throws IOException {
    String page = Files.readString(PAGES.resolve("schema.md"));
    String rest = page.substring(page.indexOf("\n## The scripts\n") + 1);
    String table = rest.substring(0, rest.indexOf("\n## "));

    assertThat(table).contains("`" + script.name().toLowerCase(Locale.ROOT) + "`");
  }

  @ParameterizedTest
  @EnumSource(Script.class)
  void everyCommandOfAScriptIsAmongThoseThatAUserMayCall(Script script) throws IOException {
    String user = Files.readString(USER);
    String page = Files.readString(PAGES.resolve("operations.md"));

    assertThat(COMMAND.matcher(ScriptedRedis.text(script)).results().map(call -> call.group(1)))
        .isNotEmpty()
        .allSatisfy(
            command -> {
              assertThat(user).contains(" +" + command.toLowerCase(Locale.ROOT) + " ");
              assertThat(page).contains("`" + command + "`");
            });
  }
}
