package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedTest {
  @Test
  void whatIsPrintableStandsAsItIsAndAllElseAsAnEscape() {
    assertThat(Quoted.of(" ~")).isEqualTo("\" ~\"");
    assertThat(Quoted.of("\u001f\u007f")).isEqualTo("\"\\u001f\\u007f\"");
    assertThat(Quoted.of("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    assertThat(Quoted.of("é\n")).isEqualTo("\"\\u00e9\\u000a\"");
  }

  @Test
  void itIsCutAfterTwoHundredCharacters() {
    assertThat(Quoted.of("x".repeat(200))).isEqualTo("\"" + "x".repeat(200) + "\"");
    assertThat(Quoted.of("x".repeat(201))).isEqualTo("\"" + "x".repeat(200) + "…\"");
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
    assertThat(Quoted.of(text)).isEqualTo("\"" + shown + "\"");
  }
}
