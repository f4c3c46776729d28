package onlookers.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoodbyeTest {
  @ParameterizedTest
  @EnumSource
  void aReasonFitsIntoACloseFrame(Goodbye goodbye) {
    assertThat(goodbye.reason().getBytes(UTF_8)).hasSizeBetween(1, 123); // RFC 6455, 5.5
    assertThat(goodbye.code()).isBetween(1000, 1013);
  }

  @Test
  void whoWasSentAwayForWhatTheyAreMayComeBack() {
    EnumSet<Goodbye> mayComeBack = EnumSet.allOf(Goodbye.class);
    mayComeBack.removeIf(Goodbye::isForGood);

    assertThat(mayComeBack)
        .containsExactlyInAnyOrder(
            Goodbye.SILENT, Goodbye.NOT_AN_EVENT, Goodbye.RESTART, Goodbye.FULL);
  }
}
