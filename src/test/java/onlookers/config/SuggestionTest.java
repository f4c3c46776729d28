package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  @ParameterizedTest
  @CsvSource({"'', '', 0", "kitten, sitting, 3", "abc, '', 3", "'', abc, 3", "abc, abc, 0"})
  void theDistanceIsLevenshteins(String from, String to, int distance) {
    assertThat(Suggestion.distance(from, to)).isEqualTo(distance);
    assertThat(Suggestion.distance(to, from)).isEqualTo(distance);
  }

  @Test
  void everyNameIsNearestToItself() {
    assertThat(SettingDefinitions.names())
        .allSatisfy(n -> assertThat(Suggestion.to(n, SettingDefinitions.names())).isEqualTo(n));
  }
}
