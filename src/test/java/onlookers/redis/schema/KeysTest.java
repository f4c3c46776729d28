package onlookers.redis.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    Post post = new Post("13");
    assertThat(keys.owner("s")).isEqualTo("blog:onlookers:owner:{blog:session:s}");
    assertThat(keys.visit(post, "v")).isEqualTo("blog:onlookers:visit:{blog:views:13}:v");
    assertThat(keys.visitor(post, "w")).isEqualTo("blog:onlookers:visitor:{blog:views:13}:w");
    assertThat(keys.writtenBy("n:1", post)).isEqualTo("blog:onlookers:written:{blog:views:13}:n:1");
    assertThat(keys.imported(post)).isEqualTo("blog:onlookers:imported:{blog:views:13}");
    assertThat(keys.probe("n:1")).isEqualTo("blog:onlookers:probe:n:1");
    assertThat(keys.rewrite("n:1")).isEqualTo("blog:onlookers:rewrite:n:1");
    assertThat(keys.nodes()).isEqualTo("blog:onlookers:nodes");
    assertThat(keys.posts()).isEqualTo("blog:onlookers:posts");
    assertThat(keys.collector()).isEqualTo("blog:onlookers:collector");
    assertThat(keys.scanned()).isEqualTo("blog:onlookers:scanned");
  }

  @Test
  void whatAllKeysOfAKindBeginWith() {
    assertThat(keys.prefix()).isEqualTo("blog:");
    assertThat(keys.allSessions()).isEqualTo("blog:session:");
    assertThat(keys.allViewers()).isEqualTo("blog:viewers:");
    assertThat(keys.allViews()).isEqualTo("blog:views:");
  }

  @Test
  void aKeyNamesItsPost() {
    assertThat(keys.post("blog:viewers:2-13")).isEqualTo(new Post("2-13"));
    assertThat(keys.post("blog:views:13")).isEqualTo(new Post("13"));
    assertThat(keys.postOfViewers("blog:viewers:13")).isEqualTo(new Post("13"));
    assertThat(keys.sessionOf("blog:session:s:1")).isEqualTo("s:1");
  }

  @Test
  void aKeyThatIsNoneOfThemNamesNoPost() {
    assertThat(keys.post("viewers:13")).isNull();
    assertThat(keys.post("blog:viewers")).isNull();
    assertThat(keys.post("blog:viewers:not a post")).isNull();
    assertThat(keys.post("blog:views:\"><script>")).isNull();
    assertThat(keys.postOfViewers("blog:views:13")).isNull();
    assertThat(keys.sessionOf("blog:session:")).isNull();
    assertThat(keys.sessionOf("blog:session:" + "x".repeat(128))).isEqualTo("x".repeat(128));
    assertThat(keys.sessionOf("blog:session:" + "x".repeat(129))).isNull();
  }

  @Test
  void aPrefixIsNoPattern() {
    assertThat(Glob.escape("a*b?[c]\\-^")).isEqualTo("a\\*b\\?\\[c\\]\\\\\\-\\^");
  }

  @Test
  void aSessionThatIsNotOursHas128CharactersAtMost() {
    assertThat(keys.sessionOf("blog:session:" + "x".repeat(128))).hasSize(128);
    assertThat(keys.sessionOf("blog:session:" + "x".repeat(129))).isNull();
  }

  @Test
  void whatAnEarlierVersionWroteIsFoundWhereItWroteIt() {
    Post post = new Post("13");
    assertThat(keys.version()).isEqualTo("blog:onlookers:version");
    assertThat(keys.earlier()).isEqualTo("blog:onlookers:earlier");
    assertThat(keys.ownerEarlier("s")).isEqualTo("blog:onlookers:owner:s");
    assertThat(keys.visitEarlier(post, "v")).isEqualTo("blog:onlookers:visit:13:v");
    assertThat(keys.visitorEarlier(post, "w")).isEqualTo("blog:onlookers:visitor:13:w");
    assertThat(keys.importedEarlier()).isEqualTo("blog:onlookers:imported");
  }

  @Test
  void whatANodeWritesThoughNobodyViewsAnythingIsKnown() {
    assertThat(keys.node("n:1")).isEqualTo("blog:onlookers:node:n:1");
    assertThat(List.of(keys.nodes(), keys.node("n:1"), keys.collector(), keys.probe("n:1")))
        .allMatch(keys::isWrittenAtStart);
    assertThat(List.of(keys.posts(), keys.owner("s"), keys.viewers(), "onlookers:nodes"))
        .noneMatch(keys::isWrittenAtStart);
  }
}
