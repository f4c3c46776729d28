package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import org.junit.jupiter.api.Test;

class ApiJsonTest {
  private static final Post POST = new Post("13");

  @Test
  void aPostIsATextAndItsCountsAreNumbers() {
    assertThat(ApiJson.counts(POST, new Counts(4, Long.MAX_VALUE)))
        .isEqualTo("{\"post\":\"13\",\"viewers\":4,\"views\":9223372036854775807}");
  }

  @Test
  void severalPostsKeepTheirOrder() {
    assertThat(
            ApiJson.counts(
                List.of(new Post("b"), new Post("a")), List.of(Counts.NONE, new Counts(1, 2))))
        .isEqualTo(
            "[{\"post\":\"b\",\"viewers\":0,\"views\":0},{\"post\":\"a\",\"viewers\":1,\"views\":2}]");
  }

  @Test
  void theRankingTellsViewersOnly() {
    assertThat(ApiJson.top(List.of(new RankedPost(POST, 4))))
        .isEqualTo("[{\"post\":\"13\",\"viewers\":4}]");
    assertThat(ApiJson.top(List.of())).isEqualTo("[]");
  }

  @Test
  void theSiteIsTwoNumbers() {
    assertThat(ApiJson.online(new SiteTotal(1234, 56)))
        .isEqualTo("{\"viewers\":1234,\"posts\":56}");
  }

  @Test
  void anErrorIsEscaped() {
    assertThat(ApiJson.error("bad-post", "\"</script>\n"))
        .isEqualTo("{\"error\":\"bad-post\",\"message\":\"\\\"</script>\\n\"}");
  }

  @Test
  void healthIsOneWordAndAReason() {
    assertThat(ApiJson.live()).isEqualTo("{\"live\":true}");
    assertThat(ApiJson.ready(List.of())).isEqualTo("{\"ready\":true}");
    assertThat(ApiJson.notReady("why")).isEqualTo("{\"ready\":false,\"reason\":\"why\"}");
  }
}
