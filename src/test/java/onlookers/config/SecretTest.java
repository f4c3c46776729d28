package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void onlyRevealReturnsTheText() {
    Secret secret = new Secret("open sesame");
    assertThat(secret).hasToString("***");
    assertThat(secret.reveal()).isEqualTo("open sesame");
    assertThat(secret.matches("open sesame")).isTrue();
    assertThat(secret.matches("open sesam")).isFalse();
  }

  @Test
  void nothingIsNoSecret() {
    assertThatThrownBy(() -> new Secret("")).hasMessage("1 to 1024 characters");
  }

  @Test
  void aSecretMayHaveUpTo1024Characters() {
    assertThat(new Secret("x".repeat(1_024)).reveal()).hasSize(1_024);
    assertThatThrownBy(() -> new Secret("x".repeat(1_025))).hasMessage("1 to 1024 characters");
  }

  @Test
  void equalTextsAreEqualSecrets() {
    assertThat(new Secret("a"))
        .isEqualTo(new Secret("a"))
        .hasSameHashCodeAs(new Secret("a"))
        .isNotEqualTo(new Secret("b"));
    assertThat(new Secret("a").hashCode()).isNotEqualTo(new Secret("b").hashCode());
  }
}
