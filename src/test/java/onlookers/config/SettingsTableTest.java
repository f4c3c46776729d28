package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README, {@code --help} and {@link Settings} say of each setting what the code takes. */
class SettingsTableTest {
  private static final Path README = Path.of("README.md");
  private static final Path SOURCES = Path.of("src", "main", "java", "onlookers", "config");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z.]+)`( ¹)? \\| (.*?) \\| (.*?) \\|.*");
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)–(\\d+)(, 0 = none)?");

  private record Row(String name, boolean fromFile, String fallback, String range) {}

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(README).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> new Row(row.group(1), row.group(2) != null, row.group(3), row.group(4)))
        .filter(row -> row.name().contains(".") || row.name().equals("origins"))
        .toList();
  }

  private static Setting<?> setting(String name) {
    return SettingDefinitions.ALL.stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everySettingHasOneRowAndEveryRowASetting() throws IOException {
    assertThat(rows().stream().map(Row::name))
        .containsExactlyInAnyOrderElementsOf(
            SettingDefinitions.ALL.stream().map(Setting::name).toList());
  }

  @Test
  void whatMayComeFromAFileIsMarked() throws IOException {
    assertThat(rows())
        .allSatisfy(row -> assertThat(setting(row.name()).fromFile()).isEqualTo(row.fromFile()));
  }

  @Test
  void aDefaultThatIsANumberOrAWordIsTheCodes() throws IOException {
    for (Row row : rows()) {
      Matcher fallback = Pattern.compile("`([^`]+)`( s| bytes)?").matcher(row.fallback());
      if (fallback.matches()) {
        Object value = setting(row.name()).fallback().apply(Deployment.SERVER);
        Object read = setting(row.name()).parser().apply(fallback.group(1));
        assertThat(read).as(row.name()).hasToString(value.toString());
        assertThat(value instanceof Duration)
            .as(row.name())
            .isEqualTo(" s".equals(fallback.group(2)));
      }
    }
  }

  @Test
  void bothEndsOfARangeAreTakenAndNothingBeyond() throws IOException {
    long checked = 0;
    String last = "";
    for (Row row : rows()) {
      last = row.range().equals("likewise") ? last : row.range();
      Matcher numbers = NUMBERS.matcher(last);
      if (numbers.matches()) {
        Setting<?> setting = setting(row.name());
        assertThat(setting.parser().apply(numbers.group(1))).as(row.name()).isNotNull();
        assertThat(setting.parser().apply(numbers.group(2))).as(row.name()).isNotNull();
        assertRefused(setting, Long.parseLong(numbers.group(1)) - 1);
        assertRefused(setting, Long.parseLong(numbers.group(2)) + 1);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(10);
  }

  @Test
  void theHelpHasTheSameDefaults() throws IOException {
    Matcher lines = Pattern.compile("(?m)^  --([a-z.]+)=(\\S*) +(s\\b|bytes\\b)?").matcher(help());
    List<String> names = new ArrayList<>();
    while (lines.find()) {
      Setting<?> setting = setting(lines.group(1));
      Object value = setting.fallback().apply(Deployment.EXECUTABLE);
      String shown = lines.group(2);
      names.add(setting.name());
      if (value instanceof Integer || value instanceof Duration) {
        assertThat(setting.parser().apply(shown)).as(setting.name()).isEqualTo(value);
        assertThat(value instanceof Duration)
            .as(setting.name())
            .isEqualTo("s".equals(lines.group(3)));
      } else if (!shown.isEmpty() && !shown.equals("HOST-RANDOM")) {
        assertThat(setting.parser().apply(shown)).as(setting.name()).isEqualTo(value);
      }
    }
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            SettingDefinitions.ALL.stream().map(Setting::name).toList());
  }

  private static String help() throws IOException {
    return Files.readString(
        Path.of("src", "main", "resources", "onlookers", "standalone", "help.txt"));
  }

  /** Two of one type that are exchanged would compile. */
  @Test
  void everyComponentIsReadFromTheSettingOfItsName() throws IOException {
    List<String> components =
        Arrays.stream(Settings.class.getRecordComponents())
            .map(component -> component.getName().replaceAll("(?=[A-Z])", "_"))
            .map(name -> name.toUpperCase(Locale.ROOT))
            .toList();
    Matcher reads =
        Pattern.compile("reader\\.read\\(SettingDefinitions\\.(\\w+)\\)")
            .matcher(Files.readString(SOURCES.resolve("SettingsLoader.java")));

    assertThat(reads.results().map(read -> read.group(1))).containsExactlyElementsOf(components);
  }

  /** What {@code @param} says of a number: its default, and its range if it has one. */
  @Test
  void theJavadocOfTheSettingsHasTheSameNumbers() throws IOException {
    String source =
        Files.readString(SOURCES.resolve("Settings.java")).replaceAll("\\n \\*\\s+", " ");
    Matcher param =
        Pattern.compile(
                "@param \\w+ \\{@code ([a-z.]+)}, default (\\d+)( s| bytes)?:(.*?)(?=@param|\\*/)",
                Pattern.DOTALL)
            .matcher(source);
    int checked = 0;
    while (param.find()) {
      Setting<?> setting = setting(param.group(1));
      assertThat(setting.parser().apply(param.group(2)))
          .as(setting.name())
          .isEqualTo(setting.fallback().apply(Deployment.SERVER));
      Matcher range = Pattern.compile("\\b(\\d+)(?: s)? to (\\d+)").matcher(param.group(4));
      assertThat(range.find()).as(setting.name()).isTrue();
      assertThat(setting.parser().apply(range.group(1))).isNotNull();
      assertThat(setting.parser().apply(range.group(2))).isNotNull();
      assertRefused(setting, Long.parseLong(range.group(1)) - 1);
      assertRefused(setting, Long.parseLong(range.group(2)) + 1);
      checked++;
    }
    assertThat(checked).isGreaterThan(10);
  }

  private static void assertRefused(Setting<?> setting, long number) {
    assertThatIllegalArgumentException()
        .as(setting.name())
        .isThrownBy(() -> setting.parser().apply(Long.toString(number)));
  }
}
