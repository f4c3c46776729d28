package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogSafeTest {
  @Test
  void whatIsPrintableStandsAsItIsAndAllElseAsAnEscape() {
    assertThat(LogSafe.of(" ~")).isEqualTo("\" ~\"");
    assertThat(LogSafe.of("\u001f\u007f")).isEqualTo("\"\\u001f\\u007f\"");
    assertThat(LogSafe.of("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(LogSafe.of("é\n")).isEqualTo("\"\\u00e9\\u000a\"");
  }

  @Test
  void itIsCutAfterTwoHundredCharacters() {
    assertThat(LogSafe.of("x".repeat(200))).isEqualTo("\"" + "x".repeat(200) + "\"");
    assertThat(LogSafe.of("x".repeat(201))).isEqualTo("\"" + "x".repeat(200) + "…\"");
  }

  @ParameterizedTest
  @CsvSource({
    "https://u:p@host/, https://***@host/",
    "'x, https://u:p@q@host', 'x, https://***@host'",
    "//u@h, //***@h",
    "u:p@host, u:p@host",
    "https://host, https://host"
  })
  void theUserOfAnAddressIsMasked(String text, String shown) {
    assertThat(LogSafe.of(text)).isEqualTo("\"" + shown + "\"");
  }
}
