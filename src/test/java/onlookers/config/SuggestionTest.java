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

  @ParameterizedTest
  @CsvSource({
    "SESSION.TTL, session.ttl",
    "session_ttl, session.ttl",
    "ONLOOKERS_SESSION_TTL, session.ttl",
    "onlookers.Origins, origins",
    "Sesion-ttl, session.ttl",
  })
  void neitherCaseNorTheSpellingOfAnotherPlaceMakesANameFarther(String given, String meant) {
    assertThat(Suggestion.to(given, SettingDefinitions.names())).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "redis, redis.uri",
    "token, admin.token",
    "port, http.port",
    "ttl, session.ttl",
    "sessions, limit.sessions",
    "ping.interval, socketio.ping.interval",
  })
  void halfANameMeansTheFirstThatHasIt(String given, String meant) {
    assertThat(Suggestion.to(given, SettingDefinitions.names())).isEqualTo(meant);
  }

  @Test
  void everyNameIsNearestToItself() {
    assertThat(SettingDefinitions.names())
        .allSatisfy(n -> assertThat(Suggestion.to(n, SettingDefinitions.names())).isEqualTo(n));
  }
}
