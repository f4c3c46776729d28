package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import onlookers.config.Origins;

/** Three lines: the setting, a page's origin, the host of its request. */
class OriginsFuzz {
  private static final Origins SAME_HOST = Origins.parse("same-host");
  private static final Origins LISTED = Origins.parse("https://www.example.org");

  @FuzzTest(maxDuration = "1m")
  void anOriginIsLetInOrNot(byte[] data) {
    String[] lines = (new String(data, UTF_8) + "\n\n").split("\n", -1);
    String origin = lines[1];
    String host = lines[2];
    SAME_HOST.allows(origin, host);
    assertThat(LISTED.allows(origin, host)).isEqualTo(isListed(origin));
    Origins origins;
    try {
      origins = Origins.parse(lines[0]);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).doesNotContainPattern("\\p{Cc}");
      return;
    }
    assertThat(Origins.parse(origins.toString())).isEqualTo(origins);
    assertThat(origins.allows(null, host)).isTrue();
    origins.allows(origin, host);
  }

  /** Case of scheme and host aside, and the port that goes without saying. */
  private static boolean isListed(String origin) {
    return origin.strip().matches("(?i:https://www\\.example\\.org)(:0*443)?");
  }
}
