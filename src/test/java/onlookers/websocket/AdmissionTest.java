package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Gauge;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final String SOMEBODY = "192.0.2.7";
  private static final String ANOTHER = "192.0.2.8";

  private final Instruments instruments = new Instruments();

  private Admission admission(int limit, int limitPerAddress) {
    return new Admission(limit, limitPerAddress, instruments);
  }

  private void assertOpen(long sockets) {
    assertThat(instruments.value(Gauge.SESSIONS)).isEqualTo(sockets);
  }

  @Test
  void withoutLimitsEverybodyIsLetInAndCounted() {
    Admission admission = admission(0, 0);
    for (int i = 1; i <= 2_000; i++) {
      assertThat(admission.enter(SOMEBODY)).isTrue();
      assertOpen(i);
    }
  }

  @Test
  void beyondTheLimitNobodyIsLetInUntilSomebodyLeaves() {
    Admission admission = admission(2, 0);
    assertThat(admission.enter(SOMEBODY)).isTrue();
    assertThat(admission.enter(ANOTHER)).isTrue();
    assertThat(admission.enter("192.0.2.9")).isFalse();
    assertOpen(2);
    admission.leave(ANOTHER);
    assertThat(admission.enter("192.0.2.9")).isTrue();
    assertOpen(2);
  }

  @Test
  void anAddressThatIsFullIsRefusedAndTheOthersAreNot() {
    Admission admission = admission(0, 2);
    assertThat(admission.enter(SOMEBODY)).isTrue();
    assertThat(admission.enter(SOMEBODY)).isTrue();
    assertThat(admission.enter(SOMEBODY)).isFalse();
    assertThat(admission.enter(ANOTHER)).isTrue();
    assertOpen(3);
    admission.leave(SOMEBODY);
    assertThat(admission.enter(SOMEBODY)).isTrue();
    assertThat(admission.enter(SOMEBODY)).isFalse();
    assertOpen(3);
  }

  @Test
  void everybodyWhoLeavesMakesRoomForAsManyAgain() {
    Admission admission = admission(0, 3);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 3; i++) {
        assertThat(admission.enter(SOMEBODY)).isTrue();
      }
      assertThat(admission.enter(SOMEBODY)).isFalse();
      for (int i = 0; i < 3; i++) {
        admission.leave(SOMEBODY);
      }
      assertOpen(0);
    }
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOne() {
    Admission admission = admission(0, 2);
    assertThat(admission.enter("2001:db8:1:2::1")).isTrue();
    assertThat(admission.enter("2001:db8:1:2:a:b:c:d")).isTrue();
    assertThat(admission.enter("2001:db8:1:2::3")).isFalse();
    assertThat(admission.enter("2001:db8:1:3::1")).isTrue();
    admission.leave("2001:db8:1:2::1");
    assertThat(admission.enter("2001:db8:1:2::3")).isTrue();
  }

  @Test
  void ipv4AddressesAreCountedOneByOneHoweverTheyAreWritten() {
    Admission admission = admission(0, 1);
    assertThat(admission.enter("::ffff:192.0.2.7")).isTrue();
    assertThat(admission.enter(SOMEBODY)).isFalse();
    assertThat(admission.enter("::ffff:192.0.2.8")).isTrue();
  }

  @Test
  void whoseAddressIsNotKnownIsNotLimitedByIt() {
    Admission admission = admission(0, 1);
    assertThat(admission.enter("")).isTrue();
    assertThat(admission.enter("")).isTrue();
    assertOpen(2);
  }
}
