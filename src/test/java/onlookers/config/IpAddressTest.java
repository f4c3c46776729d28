package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, 0:0:0:0:0:0:0:0",
    "::1, 0:0:0:0:0:0:0:1",
    "2001:DB8::A, 2001:db8:0:0:0:0:0:a",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:1",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::FFFF:c000:0207, 192.0.2.7",
    "64:ff9b::192.0.2.7, 64:ff9b:0:0:0:0:c000:207"
  })
  void anAddressHasOneSpelling(String text, String spelling) {
    assertThat(IpAddress.parse(text)).hasToString(spelling);
    assertThat(IpAddress.parse(text)).isEqualTo(IpAddress.parse(spelling));
    assertThat(IpAddress.parse(text)).hasSameHashCodeAs(IpAddress.parse(spelling));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.04",
        "1.2.3.4 ",
        "[::1]",
        ":::",
        "1:2:3:4:5:6:7:8:9",
        "::12345",
        "::ffff:1.2.3.256",
        "example.org:80",
        "abc",
        "%eth0"
      })
  void whatIsNoAddressIsNone(String text) {
    assertThat(IpAddress.parse(text)).isNull();
  }

  @Test
  void anOctetIsANumberUpTo255WithoutAZeroInFront() {
    Pattern octet = Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]");
    for (int number = 0; number < 1_000; number++) {
      for (String digits : List.of("%d", "%02d", "%03d", "%04d", "+%d", "%d ", "\u0661%d")) {
        String text = digits.formatted(number);
        for (String address : List.of(text + ".0.2.7", "192.0.2." + text, "1." + text + ".3.4")) {
          assertThat(IpAddress.parse(address) != null)
              .as(address)
              .isEqualTo(octet.matcher(text).matches());
        }
      }
    }
    for (String address :
        List.of(".", "...", ".1.2.3", "1.2.3.", "1..2.3", "1.2.3.4.", "1.2.3.-4")) {
      assertThat(IpAddress.parse(address)).as(address).isNull();
    }
  }

  @Test
  void addressesThatDifferAreNotEqual() {
    assertThat(IpAddress.parse("192.0.2.7")).isNotEqualTo(IpAddress.parse("192.0.2.8"));
    assertThat(IpAddress.parse("::1")).isNotEqualTo(IpAddress.parse("::2"));
    assertThat(IpAddress.parse("::1").hashCode())
        .isNotEqualTo(IpAddress.parse("2001:db8::2").hashCode());
    assertThat((Object) IpAddress.parse("::1")).isNotEqualTo("0:0:0:0:0:0:0:1");
  }

  /** Whoever is given one IPv6 address has 2^64 of them. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0/64",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:0:0:0:0/64",
    "fe80::1%eth0, fe80:0:0:0:0:0:0:0/64",
    "::1, 0:0:0:0:0:0:0:0/64"
  })
  void anAddressOfIpv6IsCountedWithItsNeighbours(String address, String network) {
    assertThat(IpAddress.countedAs(address)).isEqualTo(network);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.7, 192.0.2.7", "::ffff:192.0.2.7, 192.0.2.7"})
  void anAddressOfIpv4IsCountedByItself(String address, String counted) {
    assertThat(IpAddress.countedAs(address)).isEqualTo(counted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "/var/run/socket"})
  void whatIsNoAddressIsCountedByItself(String text) {
    assertThat(IpAddress.countedAs(text)).isEqualTo(text);
  }
}
