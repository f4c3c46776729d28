package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import onlookers.presence.ListedNode;
import onlookers.presence.NodeStatus;
import onlookers.presence.PeakReader.Peak;
import onlookers.presence.Post;
import onlookers.presence.PostViews;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteDay;
import onlookers.presence.SitePoint;
import org.junit.jupiter.api.Test;

class DashboardJsonTest {
  private static final Post POST = new Post("13");

  @Test
  void whoSendsAndWhatThePageMayDo() {
    assertThat(DashboardJson.hello("web-1", true, "/?p={post}"))
        .isEqualTo("{\"node\":\"web-1\",\"admin\":true,\"postUrl\":\"/?p={post}\"}");
    assertThat(DashboardJson.hello("web-1", false, ""))
        .isEqualTo("{\"node\":\"web-1\",\"admin\":false,\"postUrl\":null}");
  }

  @Test
  void theLastHourIsAColumnForEachNumber() {
    assertThat(
            DashboardJson.hour(List.of(new SitePoint(1, 2, 3, 4, 5), new SitePoint(6, 7, 8, 9, 0))))
        .isEqualTo(
            "{\"at\":[1,6],\"viewers\":[2,7],\"posts\":[3,8],\"joins\":[4,9],\"views\":[5,0]}");
    assertThat(DashboardJson.point(new SitePoint(1, 2, 3, 4, 5)))
        .isEqualTo("{\"at\":1,\"viewers\":2,\"posts\":3,\"joins\":4,\"views\":5}");
  }

  @Test
  void theStateHasPostsAndNodes() {
    NodeStatus status = new NodeStatus("1.0", 10, 20, 30, 40, 50, 60, true, 70);
    ListedNode known = new ListedNode("web-1", "0a", status, 14_000, true);
    ListedNode older = new ListedNode("web-2", "0b", null, -5, false);

    assertThat(DashboardJson.state(true, List.of(new RankedPost(POST, 4)), List.of(known, older)))
        .isEqualTo(
            "{\"redis\":true,\"top\":[{\"post\":\"13\",\"viewers\":4}],\"nodes\":["
                + "{\"name\":\"web-1\",\"incarnation\":\"0a\",\"lease\":14000,\"collecting\":true,"
                + "\"version\":\"1.0\",\"startedAt\":10,\"sessions\":20,\"pushes\":50,"
                + "\"roundTripMicros\":60,\"draining\":true},"
                + "{\"name\":\"web-2\",\"incarnation\":\"0b\",\"lease\":-5,\"collecting\":false,"
                + "\"version\":null}]}");
    assertThat(DashboardJson.state(false, List.of(), List.of()))
        .isEqualTo("{\"redis\":false,\"top\":[],\"nodes\":[]}");
  }

  @Test
  void thePastHasThisDayTheLastOneAndThoseBefore() {
    assertThat(
            DashboardJson.history(
                List.of(new PostViews(POST, 512)),
                List.of(new Peak(300, 7), new Peak(600, 8)),
                List.of(new SiteDay(LocalDate.of(1970, 1, 3), 12, 3))))
        .isEqualTo(
            "{\"today\":[{\"post\":\"13\",\"views\":512}],"
                + "\"day\":{\"at\":[300,600],\"viewers\":[7,8]},"
                + "\"days\":{\"at\":[172800],\"views\":[12],\"viewers\":[3]}}");
  }
}
