package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import onlookers.config.Settings;
import org.junit.jupiter.api.Test;

class HelpTest {
  @Test
  void everySettingIsInTheHelp() throws IOException {
    assertThat(settings())
        .hasSize(26)
        .allSatisfy(name -> assertThat(help()).contains("  --" + name + "="));
  }

  private static List<String> settings() {
    return Arrays.stream(Settings.class.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("(?=[A-Z])", ".").toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String help() throws IOException {
    try (InputStream text = Main.class.getResourceAsStream("help.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
