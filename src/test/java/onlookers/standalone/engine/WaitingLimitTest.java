package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingLimitTest {
  private static final String SOMEBODY = "192.0.2.7";
  private static final String ANOTHER = "192.0.2.8";

  private final WaitingLimit limit = new WaitingLimit(3, 2);

  @Test
  void oneAddressHasOnlySoManyPlaces() {
    assertThat(limit.enter(SOMEBODY)).isTrue();
    assertThat(limit.enter(SOMEBODY)).isTrue();
    assertThat(limit.enter(SOMEBODY)).isFalse();
    assertThat(limit.enter(ANOTHER)).as("whoever was refused has taken no place").isTrue();
  }

  @Test
  void thereAreOnlySoManyPlacesInAll() {
    assertThat(limit.enter(SOMEBODY)).isTrue();
    assertThat(limit.enter(SOMEBODY)).isTrue();
    assertThat(limit.enter(ANOTHER)).isTrue();
    assertThat(limit.enter("192.0.2.9")).isFalse();
    limit.leave(SOMEBODY);
    assertThat(limit.enter("192.0.2.9")).isTrue();
  }

  @Test
  void aPlaceThatIsGivenBackIsFree() {
    for (int i = 0; i < 10; i++) {
      assertThat(limit.enter(SOMEBODY)).isTrue();
      assertThat(limit.enter(SOMEBODY)).isTrue();
      limit.leave(SOMEBODY);
      limit.leave(SOMEBODY);
    }
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() {
    assertThat(limit.enter("2001:db8::1")).isTrue();
    assertThat(limit.enter("2001:db8::2")).isTrue();
    assertThat(limit.enter("2001:db8::3")).isFalse();
  }
}
