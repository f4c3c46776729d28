package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  @ParameterizedTest
  @CsvSource({
    "Example.ORG, example.org",
    "example.org:3000, example.org",
    "' example.org ', example.org",
    "example.org:, example.org",
    ":80, ''",
    "[::1], ::1",
    "[::1]:3000, ::1",
    "[::]:3000, ::",
    "[2001:DB8::A]:1, 2001:db8::a",
    "::1, ::1",
    "2001:db8::1, 2001:db8::1",
    "'', ''"
  })
  void aNameIsBareOfPortBracketsAndCase(String host, String name) {
    assertThat(HostNames.bare(host)).isEqualTo(name);
  }
}
