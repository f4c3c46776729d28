package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import onlookers.standalone.HeapSlack.Amount;
import org.junit.jupiter.api.Test;

class HeapSlackTest {
  private static final long HEAP = 200_000_000;
  private static final long NEARLY_ALL = 170_000_000;

  private final HeapSlack slack = new HeapSlack(Duration.ofMinutes(1), Duration.ofMinutes(10));
  private long millis;

  /**
   * So many collections, so many seconds after the one before; returns what is said of the last.
   */
  private Amount collections(int number, int seconds, long used, long committed) {
    Amount amount = Amount.LITTLE;
    for (int i = 0; i < number; i++) {
      millis += seconds * 1_000L;
      amount = slack.after(millis, used, committed);
    }
    return amount;
  }

  @Test
  void aHeapThatIsNearlyFullAgainAndAgainGetsRoomAndKeepsIt() {
    assertThat(collections(9, 9, NEARLY_ALL, HEAP)).isEqualTo(Amount.LITTLE);
    assertThat(collections(1, 9, NEARLY_ALL, HEAP)).isEqualTo(Amount.MORE);
    assertThat(collections(50, 100, NEARLY_ALL, 2 * NEARLY_ALL)).isEqualTo(Amount.MORE);
  }

  @Test
  void aCrowdThatArrivesFillsItForAMoment() {
    assertThat(collections(59, 1, NEARLY_ALL, HEAP)).isEqualTo(Amount.LITTLE);
    assertThat(collections(2, 1, NEARLY_ALL, HEAP)).isEqualTo(Amount.MORE);
  }

  @Test
  void aHeapThatIsCollectedSeldomStaysAsItIs() {
    assertThat(collections(100, 70, NEARLY_ALL, HEAP)).isEqualTo(Amount.LITTLE);
  }

  @Test
  void oneCollectionThatLeavesRoomBeginsItAnew() {
    collections(9, 9, NEARLY_ALL, HEAP);
    assertThat(collections(1, 9, HEAP / 100 * 80, HEAP)).isEqualTo(Amount.LITTLE);
    assertThat(collections(9, 9, NEARLY_ALL, HEAP)).isEqualTo(Amount.LITTLE);
    assertThat(collections(1, 9, NEARLY_ALL, HEAP)).isEqualTo(Amount.MORE);
  }

  @Test
  void whenAQuarterOfWhatTheyHeldHasGoneLittleIsEnough() {
    collections(10, 9, NEARLY_ALL / 2, HEAP / 2);
    collections(1, 9, NEARLY_ALL, 2 * HEAP);
    assertThat(collections(1, 9, NEARLY_ALL / 4 * 3, HEAP)).isEqualTo(Amount.MORE);
    assertThat(collections(1, 9, NEARLY_ALL / 4 * 3 - 1, HEAP)).isEqualTo(Amount.LITTLE);
    assertThat(collections(9, 9, NEARLY_ALL, HEAP)).isEqualTo(Amount.LITTLE);
    assertThat(collections(1, 9, NEARLY_ALL, HEAP)).isEqualTo(Amount.MORE);
  }
}
