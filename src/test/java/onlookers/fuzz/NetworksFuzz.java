package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import onlookers.config.IpAddress;
import onlookers.config.Networks;

/** Two lines: the setting, and an address. */
class NetworksFuzz {
  @FuzzTest(maxDuration = "1m")
  void anAddressLiesInThemOrNot(byte[] data) {
    String[] lines = (new String(data, UTF_8) + "\n").split("\n", -1);
    IpAddress address = IpAddress.parse(lines[1]);
    if (address != null) {
      assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
      assertThat(Networks.parse(address.toString()).contains(lines[1])).isTrue();
    }
    Networks networks;
    try {
      networks = Networks.parse(lines[0]);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).doesNotContainPattern("\\p{Cc}");
      return;
    }
    if (!lines[0].equals("none")) {
      assertThat(Networks.parse(networks.toString())).isEqualTo(networks);
    }
    assertThat(networks.contains(lines[1]))
        .isEqualTo(address != null && networks.contains(address));
  }
}
