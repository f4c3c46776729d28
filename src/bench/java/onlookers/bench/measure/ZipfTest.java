package onlookers.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZipfTest {
  @Test
  void theSharesAddUp() {
    assertThat(IntStream.of(Zipf.shares(10_000, 500, 1.1)).sum()).isEqualTo(10_000);
  }

  @Test
  void theSecondPostGetsTwoToTheMinusExponentOfTheFirst() {
    int[] shares = Zipf.shares(1_000_000, 500, 1.1);

    assertThat(shares[1] / (double) shares[0])
        .isCloseTo(Math.pow(2, -1.1), org.assertj.core.data.Offset.offset(1e-4));
  }

  @Test
  void withoutAnExponentAllGetTheSame() {
    assertThat(Zipf.shares(3_000, 1_000, 0)).containsOnly(3);
  }
}
