package onlookers.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseStatusTest {
  @ParameterizedTest
  @EnumSource
  void aReasonFitsIntoACloseFrame(CloseStatus closeStatus) {
    assertThat(closeStatus.reason().getBytes(UTF_8)).hasSizeBetween(1, 123); // RFC 6455, 5.5
    assertThat(closeStatus.code()).isBetween(1000, 1013);
  }

  @Test
  void whoWasSentAwayForWhatTheyAreMayComeBack() {
    EnumSet<CloseStatus> mayComeBack = EnumSet.allOf(CloseStatus.class);
    mayComeBack.removeIf(CloseStatus::isForGood);

    assertThat(mayComeBack)
        .containsExactlyInAnyOrder(
            CloseStatus.SILENT, CloseStatus.NOT_AN_EVENT, CloseStatus.RESTART, CloseStatus.FULL);
  }
}
