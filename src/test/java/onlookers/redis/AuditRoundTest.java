package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRoundTest {
  private static final int SLICES = 12;

  private List<Integer> everything = List.of();
  private int made;
  private final AuditRound<Integer> round =
      new AuditRound<>(
          SLICES,
          () -> {
            made++;
            return everything;
          });

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 12, 13, 25, 1_000})
  void aRoundMeetsEverythingOnceInSlicesOfOneSize(int count) {
    everything = numbers(count);
    for (int rounds = 1; rounds <= 2; rounds++) {
      List<Integer> met = new ArrayList<>();
      for (int i = 0; i < SLICES; i++) {
        List<Integer> slice = round.next();
        assertThat(slice.size()).isBetween(count / SLICES, (count + SLICES - 1) / SLICES);
        met.addAll(slice);
      }
      assertThat(met).isEqualTo(everything);
      assertThat(made).isEqualTo(rounds);
    }
  }

  @Test
  void whatComesDuringARoundIsMetInTheNext() {
    everything = numbers(12);
    round.next();
    everything = numbers(24);
    assertThat(round.next()).containsExactly(1);
    IntStream.range(2, SLICES).forEach(i -> round.next());
    assertThat(round.next()).containsExactly(0, 1);
  }
}
