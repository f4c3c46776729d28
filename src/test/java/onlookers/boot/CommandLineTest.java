package onlookers.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @ParameterizedTest
  @ValueSource(strings = {"http.port=1", "-http.port=1", "--http.port", "--=1", "", "--"})
  void anyOtherArgumentIsNamed(String argument) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandLine.parse("--http.port=1", argument))
        .withMessage("'" + argument + "' is not of the form --name=value; see --help");
  }

  @Test
  void aControlCharacterDoesNotReachTheTerminal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandLine.parse("a\u001b[2J\nb"))
        .withMessageStartingWith("'a?[2J?b' is not");
  }
}
