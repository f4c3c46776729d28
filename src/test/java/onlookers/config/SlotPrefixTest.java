package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotPrefixTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "blog:", "{blog7}:", "a{b}c", "a}b{c}", "{a}{b}"})
  void withoutABraceOrWithATagItIsSound(String prefix) {
    assertThat(SlotPrefix.isSound(prefix)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}:", "a{b:", "a}b:", "}{"})
  void anyOtherBraceIsNot(String prefix) {
    assertThat(SlotPrefix.isSound(prefix)).isFalse();
  }

  @Test
  void itIsRefusedOnAClusterAndNowhereElse() {
    assertThatThrownBy(() -> load("redis+cluster://h1,h2"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("redis.prefix = a{b: is not right with a Cluster");
    assertThat(load("redis://h1").settings().redisPrefix()).isEqualTo("a{b:");
  }

  private static Settings.Loaded load(String uri) {
    return SettingsLoader.load(
        Sources.only(Map.of("redis.uri", uri, "redis.prefix", "a{b:"), Deployment.SERVER));
  }
}
