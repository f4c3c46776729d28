package onlookers.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.standalone.Main;
import org.junit.jupiter.api.Test;

/** What {@code --help} says of each setting is what the code takes. */
class HelpDefaultsTest {
  private static final Pattern LINE = Pattern.compile("  --([a-z.]+)=(\\S*) +(.*)");

  private record Line(String name, String fallback, String meaning) {}

  private static List<Line> lines() throws IOException {
    try (InputStream text = Main.class.getResourceAsStream("help.txt")) {
      return new String(text.readAllBytes(), UTF_8)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(line -> new Line(line.group(1), line.group(2), line.group(3)))
          .toList();
    }
  }

  private static String fallback(Setting<?> setting) {
    return String.valueOf(setting.fallback().apply(Deployment.EXECUTABLE));
  }

  @Test
  void everySettingHasOneLineInTheOrderOfTheCode() throws IOException {
    assertThat(lines().stream().map(Line::name))
        .containsExactlyElementsOf(SettingDefinitions.ALL.stream().map(Setting::name).toList());
  }

  @Test
  void theDefaultThatStandsThereIsTheCodes() throws IOException {
    List<Line> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      Setting<?> setting = SettingDefinitions.ALL.get(i);
      if (line.name().equals("node.id")) {
        assertThat(line.fallback()).isEqualTo("HOST-RANDOM");
      } else if (line.fallback().isEmpty()) {
        assertThat(fallback(setting)).as(line.name()).isIn("", Optional.empty().toString());
      } else {
        Object read = setting.parser().apply(line.fallback());
        assertThat(read).as(line.name()).hasToString(fallback(setting));
      }
    }
  }

  @Test
  void whatIsATimeHasItsUnit() throws IOException {
    List<Line> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      Object value = SettingDefinitions.ALL.get(i).fallback().apply(Deployment.EXECUTABLE);
      boolean inSeconds = lines.get(i).meaning().matches("s(;.*)?");
      assertThat(inSeconds).as(lines.get(i).name()).isEqualTo(value instanceof Duration);
    }
  }
}
