package onlookers.redis.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import onlookers.presence.Post;

class KeysFuzz {
  private final Keys keys = new Keys("blog:");

  @FuzzTest(maxDuration = "1m")
  void whatIsParsedOfAKeyMakesTheSameKey(byte[] data) {
    String key = new String(data, UTF_8);
    Post post = keys.post(key);
    if (post != null) {
      assertThat(key).isIn(keys.viewers(post), keys.views(post));
    }
    Post viewed = keys.postOfViewers(key);
    if (viewed != null) {
      assertThat(key).isEqualTo(keys.viewers(viewed));
    }
    String session = keys.sessionOf(key);
    if (session != null) {
      assertThat(keys.session(session)).isEqualTo(key);
    }
  }
}
