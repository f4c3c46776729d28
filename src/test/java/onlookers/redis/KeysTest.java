package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.Post;
import org.junit.jupiter.api.Test;

class KeysTest {
  private final Keys keys = new Keys("blog:");

  @Test
  void theSchemaIsTheOneThatOthersWrite() {
    Keys plain = new Keys("");

    assertThat(plain.session("s")).isEqualTo("session:s");
    assertThat(plain.viewers()).isEqualTo("viewers");
    assertThat(plain.viewers(new Post("13"))).isEqualTo("viewers:13");
    assertThat(plain.views(new Post("13"))).isEqualTo("views:13");
  }

  @Test
  void whatIsOursIsUnderOurName() {
    assertThat(keys.owner("s")).isEqualTo("blog:onlookers:owner:s");
    assertThat(keys.visit(new Post("13"), "v")).isEqualTo("blog:onlookers:visit:13:v");
  }

  @Test
  void aKeyTellsItsPost() {
    assertThat(keys.post("blog:viewers:2-13")).isEqualTo(new Post("2-13"));
    assertThat(keys.post("blog:views:13")).isEqualTo(new Post("13"));
    assertThat(keys.postOfViewers("blog:viewers:13")).isEqualTo(new Post("13"));
    assertThat(keys.sessionOf("blog:session:s:1")).isEqualTo("s:1");
  }

  @Test
  void aKeyThatIsNoneOfThemTellsNothing() {
    assertThat(keys.post("viewers:13")).isNull();
    assertThat(keys.post("blog:viewers")).isNull();
    assertThat(keys.post("blog:viewers:not a post")).isNull();
    assertThat(keys.post("blog:views:\"><script>")).isNull();
    assertThat(keys.postOfViewers("blog:views:13")).isNull();
    assertThat(keys.sessionOf("blog:session:")).isNull();
    assertThat(keys.sessionOf("blog:session:" + "x".repeat(1_000))).isNull();
  }

  @Test
  void aPrefixIsNoPattern() {
    assertThat(Glob.escape("a*b?[c]\\-^")).isEqualTo("a\\*b\\?\\[c\\]\\\\\\-\\^");
  }
}
