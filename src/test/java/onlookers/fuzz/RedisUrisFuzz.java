package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import onlookers.config.Deployment;
import onlookers.config.RedisUri;
import onlookers.config.SettingException;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;

class RedisUrisFuzz {
  private static final String SECRET = "S3cr3t";
  private static final long PER_BYTE = 20_000;

  @FuzzTest(maxDuration = "1m")
  void anAddressIsReadOrRefusedAndShowsNoPassword(byte[] data) throws Exception {
    String text = new String(data, UTF_8);
    Sources sources = Sources.only(Map.of("redis.uri", text), Deployment.SERVER);
    try {
      RedisUri uri =
          Cost.bounded(
              data.length, PER_BYTE, () -> SettingsLoader.load(sources).settings().redisUri());
      assertHidden(text, uri.toString());
      SettingsLoader.load(sources).report().forEach(line -> assertHidden(text, line));
    } catch (SettingException refused) {
      assertHidden(text, refused.getMessage());
    }
  }

  /** Whatever stands between the slashes and the last {@code @} may be a password. */
  private static void assertHidden(String text, String shown) {
    int from = text.indexOf("//");
    int to = text.lastIndexOf('@');
    String rest = from < 0 || to < from ? text : text.substring(0, from) + text.substring(to);
    if (!rest.contains(SECRET)) {
      assertThat(shown).doesNotContain(SECRET);
    }
  }
}
