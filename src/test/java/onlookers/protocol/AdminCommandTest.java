package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminCommandTest {
  @Test
  void whatIsNotGivenIsLeftToTheNode() {
    assertThat(AdminCommand.parse("{}")).isEqualTo(new AdminCommand(OptionalInt.empty(), ""));
    assertThat(AdminCommand.parse("{\"later\":[1]}"))
        .isEqualTo(new AdminCommand(OptionalInt.empty(), ""));
  }

  @Test
  void secondsAndTheNodeAreRead() {
    assertThat(AdminCommand.parse(" {\"seconds\":60,\"node\":\"web-1\"} "))
        .isEqualTo(new AdminCommand(OptionalInt.of(60), "web-1"));
    assertThat(AdminCommand.parse("{\"seconds\":0}"))
        .isEqualTo(new AdminCommand(OptionalInt.of(0), ""));
    assertThat(AdminCommand.parse("{\"node\":\"web-1\"}"))
        .isEqualTo(new AdminCommand(OptionalInt.empty(), "web-1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "60",
        "{\"seconds\":60",
        "{\"seconds\":60} {}",
        "{\"seconds\":-1}",
        "{\"seconds\":1.5}",
        "{\"seconds\":\"60\"}",
        "{\"seconds\":null}",
        "{\"seconds\":2147483648}",
        "{\"node\":1}",
        "{\"seconds\":60,\"node\":null}"
      })
  void whatIsNoCommandIsNone(String text) {
    assertThat(AdminCommand.parse(text)).isNull();
  }

  @Test
  void answersHoldHowMany() {
    assertThat(AdminCommand.drained(12)).isEqualTo("{\"clients\":12}");
    assertThat(AdminCommand.swept(3)).isEqualTo("{\"collected\":3}");
  }
}
