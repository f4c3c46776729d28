package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onlookers.config.Deployment;
import onlookers.config.SettingException;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;

/** Lines {@code name=value}, as on a command line. */
class SettingsFuzz {
  private static final String SECRET = "S3cr3t";
  private static final Set<String> SECRETS = Set.of("ticket.secret", "admin.token");
  private static final long PER_BYTE = 20_000;

  @FuzzTest(maxDuration = "1m")
  void settingsAreReadOrRefusedAndShowNoSecret(byte[] data) throws Exception {
    Map<String, String> given = given(new String(data, UTF_8));
    Sources sources = Sources.only(given, Deployment.SERVER);
    try {
      Settings.Loaded loaded =
          Cost.bounded(data.length, PER_BYTE, () -> SettingsLoader.load(sources));
      loaded.report().forEach(line -> assertShowable(line, given));
    } catch (SettingException refused) {
      assertShowable(refused.getMessage(), given);
    }
  }

  private static Map<String, String> given(String lines) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String line : lines.split("\n", -1)) {
      int equals = line.indexOf('=');
      String name = line.substring(0, Math.max(0, equals));
      if (!name.endsWith(".file")) { // a file of this machine is no input
        given.put(name, SECRETS.contains(name) ? SECRET : line.substring(equals + 1));
      }
    }
    return given;
  }

  private static void assertShowable(String line, Map<String, String> given) {
    assertThat(line).doesNotContainPattern("[\\p{Cc}\\u2028\\u2029]");
    boolean elsewhere = List.copyOf(given.values()).stream().filter(line::contains).count() > 0;
    if (given.keySet().stream().anyMatch(SECRETS::contains) && !elsewhere) {
      assertThat(line).doesNotContain(SECRET);
    }
  }
}
