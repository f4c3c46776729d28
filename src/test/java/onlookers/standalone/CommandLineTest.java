package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @Test
  void eachArgumentIsANameAndAValue() {
    assertThat(CommandLine.parse("--http.port=0", "--redis.prefix=", "--ticket.secret=a=b"))
        .isEqualTo(Map.of("http.port", "0", "redis.prefix", "", "ticket.secret", "a=b"));
  }

  @Test
  void theLastOfSeveralValuesWins() {
    assertThat(CommandLine.parse("--http.port=1", "--http.port=2")).containsValue("2").hasSize(1);
  }

  /** As with a JVM's own options; but it may be a mistake, and is not kept silent. */
  @Test
  void whatIsGivenTwiceIsNamedOnce() {
    assertThat(
            CommandLine.repeated(
                "--a=1", "--b=1", "--a=2", "--c=1", "--b=1", "--a=3", "--c.file=1"))
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource({
    "http.port=1, http.port=…",
    "-http.port=1, -http.port=…",
    "--http.port, --http.port",
    "--=1, --=…",
    "--, --"
  })
  void anyOtherArgumentIsNamedWithoutItsValue(String argument, String shown) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandLine.parse("--http.port=1", argument))
        .withMessage("argument 2, '" + shown + "', is not of the form --name=value; see --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "redis://user:hunter2@host",
        "redis://user:hunter2@host/?a=b",
        "--redis://user:hunter2@host",
        "hunter2 x=y",
        "a\u001b[2J\nb"
      })
  void whatMayBeASecretOrMoveTheCursorIsCountedAndNotShown(String argument) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandLine.parse("--http.port=1", "--http.port=2", argument))
        .withMessage("argument 3 is not of the form --name=value; see --help");
  }
}
