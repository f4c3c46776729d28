package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private static final String SENTINELS = "redis+sentinel://h/m";

  @ParameterizedTest
  @CsvSource({
    "S3cr3t,, S3cr3t",
    ":S3cr3t,, S3cr3t",
    "ann:S3cr3t, ann, S3cr3t",
    "ann:S3:cr@%41 t, ann, S3:cr@%41 t",
    ":S3:cr3t,, S3:cr3t"
  })
  void theUserStandsBeforeTheFirstColonAndNothingIsEncoded(
      String given, String user, String password) {
    Settings.Loaded loaded = load(Map.of("sentinel.password", given, "redis.uri", SENTINELS));
    assertThat(loaded.settings().sentinelPassword())
        .contains(new Credentials(Optional.ofNullable(user), new Secret(password)));
    assertThat(loaded.report())
        .contains("sentinel.password = *** (command line --sentinel.password)");
    assertThat(loaded.settings().toString()).doesNotContain("S3").doesNotContain("ann");
    assertThat(loaded.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3cr3t user:", "S3cr3t:", "", ":", "S3 cr3t:x"})
  void whatHasNoPasswordIsRefusedAndNotShown(String wrong) {
    assertThatThrownBy(() -> load(Map.of("sentinel.password", wrong, "redis.uri", SENTINELS)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("right is [user:]password, the password of 1 to 1024 characters")
        .hasMessageNotContaining("S3");
  }

  @Test
  void itMayStandInAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "ann:S3cr3t\n");
    Map<String, String> given =
        Map.of("sentinel.password.file", file.toString(), "redis.uri", SENTINELS);
    assertThat(load(given).settings().sentinelPassword()).contains(Credentials.parse("ann:S3cr3t"));
  }

  @Test
  void aSettingThatDoesNothingBesideAnotherIsWarnedOf() {
    assertThat(load(Map.of("sentinel.password", "S3cr3t")).warnings())
        .containsExactly("sentinel.password does nothing: redis.uri names no sentinels");
  }

  private static Settings.Loaded load(Map<String, String> given) {
    return SettingsLoader.load(Sources.only(given, Deployment.SERVER));
  }
}
