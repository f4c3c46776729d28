package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaCheckTest {
  @ParameterizedTest
  @CsvSource({"1.8, true", "11, true", "16, true", "17, false", "21, false", "25, false"})
  void whatIsOlderThan17IsTooOld(String version, boolean tooOld) {
    assertThat(JavaCheck.isTooOld(version)).isEqualTo(tooOld);
  }

  @Test
  void itSaysWhichJavaThisIsAndWhichWouldBeRight() {
    assertThat(JavaCheck.refusal("11", "/usr/lib/jvm/java-11"))
        .isEqualTo(
            "Onlookers cannot start: this is Java 11, in /usr/lib/jvm/java-11; right is Java 17 or"
                + " newer");
  }
}
