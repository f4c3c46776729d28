package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.255.255.255, true",
    "::1, true",
    "0:0:0:0:0:0:0:1, true",
    "::1%lo, true",
    "::ffff:127.0.0.1, true",
    "128.0.0.1, false",
    "::2, false",
    "localhost, false",
    "2130706433, false",
    "127.1, false",
    "0177.0.0.1, false",
    "'', false"
  })
  void loopbackIsTheMachineItself(String address, boolean contained) {
    assertThat(Networks.parse("loopback").contains(address)).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.1.2.3/8, 10.9.9.9, true",
    "192.168.1.128/25, 192.168.1.127, false",
    "192.168.1.128/25, 192.168.1.128, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.1, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "::/0, fe80::1%eth0, true",
    "::/0, 10.0.0.1, false",
    "'loopback, 10.0.0.0/8', 10.1.1.1, true",
    "'10.0.0.0/8,loopback', ::1, true",
    "none, 127.0.0.1, false"
  })
  void aNetworkContainsWhatSharesItsPrefix(String networks, String address, boolean contained) {
    assertThat(Networks.parse(networks).contains(address)).isEqualTo(contained);
  }

  @RepeatedTest(50)
  void membershipIsArithmeticOnTheFirstBits(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int prefix = random.nextInt(33);
    int base = random.nextInt();
    for (int i = 0; i < 100; i++) {
      int address = base ^ (random.nextInt() >>> random.nextInt(32));
      boolean expected =
          bits(base).shiftRight(32 - prefix).equals(bits(address).shiftRight(32 - prefix));
      assertThat(Networks.parse(dotted(base) + "/" + prefix).contains(dotted(address)))
          .as("%s in %s/%d", dotted(address), dotted(base), prefix)
          .isEqualTo(expected);
    }
  }

  private static BigInteger bits(int address) {
    return BigInteger.valueOf(address & 0xffff_ffffL);
  }

  private static String dotted(int address) {
    return (address >>> 24)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ",", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::1/129", "example.org",
        "localhost", "10.0.0.1/8/8", "256.1.1.1", "10.0.0.1 10.0.0.2", "none,loopback", "1", ":",
            "::1::"
      })
  void whatIsNoNetworkIsRefusedAndNoNameIsLookedUp(String wrong) {
    assertThatThrownBy(() -> Networks.parse(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.0.0/8");
  }

  @Test
  void aListIsShownAsItCanBeGiven() {
    Networks networks = Networks.parse(" 10.0.0.0/8 ,192.0.2.7");
    assertThat(networks).hasToString("10.0.0.0/8,192.0.2.7/32");
    assertThat(Networks.parse("none")).hasToString("none");
    assertThat(Networks.parse(networks.toString()))
        .isEqualTo(networks)
        .hasSameHashCodeAs(networks)
        .isNotEqualTo(Networks.parse("10.0.0.0/8"));
    assertThat(networks.hashCode()).isNotEqualTo(Networks.parse("none").hashCode());
    assertThat(networks.hashCode()).isNotEqualTo(Networks.parse("10.0.0.0/9").hashCode());
  }

  @Test
  void oneAddressHasOneSpelling() {
    assertThat(IpAddress.parse("2001:DB8::1")).isEqualTo(IpAddress.parse("2001:db8:0:0:0:0:0:1"));
    assertThat(IpAddress.parse("::ffff:192.0.2.1")).hasToString("192.0.2.1");
    assertThat(IpAddress.parse("fe80::1%eth0")).hasToString("fe80:0:0:0:0:0:0:1");
  }
}
