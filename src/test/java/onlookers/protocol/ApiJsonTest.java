package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import onlookers.presence.Counts;
import onlookers.presence.DayViews;
import onlookers.presence.Post;
import onlookers.presence.PostViews;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteDay;
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
  void theRankingHoldsViewersOnly() {
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

  @Test
  void whatWasViewedMostAndOnWhichDay() {
    LocalDate day = LocalDate.of(2026, 11, 26);
    assertThat(ApiJson.mostViewed(List.of(new PostViews(POST, 512))))
        .isEqualTo("[{\"post\":\"13\",\"views\":512}]");
    assertThat(ApiJson.history(List.of(new DayViews(day, 12))))
        .isEqualTo("[{\"day\":\"2026-11-26\",\"views\":12}]");
    assertThat(ApiJson.siteHistory(List.of(new SiteDay(day, 12, 3))))
        .isEqualTo("[{\"day\":\"2026-11-26\",\"views\":12,\"viewers\":3}]");
  }

  @Test
  void aReadinessListsItsTroubles() {
    assertThat(ApiJson.ready(List.of("one", "two")))
        .isEqualTo("{\"ready\":true,\"troubles\":[\"one\",\"two\"]}");
  }
}
