package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import onlookers.config.IpAddress;
import onlookers.config.Networks;
import onlookers.fuzz.Cost;

/**
 * Lines: the peer, its {@code Host}, then headers {@code X-Forwarded-For}, and behind a line {@code
 * -} headers {@code X-Forwarded-Host}.
 */
class ForwardingFuzz {
  /** Kept, since it warns once. */
  private static final Forwarding FORWARDING =
      new Forwarding(Networks.parse("loopback,10.0.0.0/8"));

  private static final Networks TRUSTED = Networks.parse("loopback,10.0.0.0/8");
  private static final long PER_BYTE = 500;

  @FuzzTest(maxDuration = "1m")
  void aClientIsFoundBehindProxiesThatAreTrusted(byte[] data) throws Exception {
    List<String> lines = List.of((new String(data, UTF_8) + "\n\n").split("\n", -1));
    String peer = lines.get(0);
    String host = lines.get(1);
    List<String> headers = lines.subList(2, lines.size());
    int end = headers.contains("-") ? headers.indexOf("-") : headers.size();
    List<String> forwardedFor = headers.subList(0, end);
    List<String> forwardedHost = headers.subList(Math.min(end + 1, headers.size()), headers.size());

    ClientInfo caller =
        Cost.bounded(
            data.length,
            PER_BYTE,
            () -> FORWARDING.caller(peer, host, forwardedFor, forwardedHost));

    IpAddress address = IpAddress.parse(caller.address());
    if (TRUSTED.contains(peer)) {
      assertThat(address).isNotNull();
      assertThat(caller.address()).isEqualTo(address.toString());
      assertThat(caller.host())
          .satisfiesAnyOf(
              found -> assertThat(found).isEqualTo(host),
              found -> assertThat(found).matches("[A-Za-z0-9._:\\[\\]-]+"));
    } else {
      assertThat(address).isEqualTo(IpAddress.parse(peer));
      assertThat(caller.host()).isEqualTo(host);
    }
  }
}
