package onlookers.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import onlookers.presence.ListedNode;
import onlookers.presence.NodeStatus;
import onlookers.presence.SitePoint;
import onlookers.presence.SiteTotal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteSamplerTest {
  private static final long OLD = 0;
  private static final long HOUR = 3_600;

  private long now = 1_000_000;

  /** Seconds that have passed, whatever the clock says. */
  private long passed;

  private final SiteSampler sampler =
      new SiteSampler(() -> Instant.ofEpochSecond(now), () -> SECONDS.toNanos(passed));

  /** The next sample; each node is {@code {opened, views}}. */
  private SitePoint sample(ListedNode... nodes) {
    now += SiteSampler.STEP_SECONDS;
    passed += SiteSampler.STEP_SECONDS;
    return sampler.add(new SiteTotal(7, 2), List.of(nodes));
  }

  private static ListedNode node(String name, long startedAt, long opened, long views) {
    NodeStatus status = new NodeStatus("1", startedAt, 0, opened, views, 0, 0, false, 0);
    return new ListedNode(name, "i" + startedAt, status, 1, false);
  }

  @Test
  void whatTheNodesCountedBeforeThisOneLookedIsNoGrowth() {
    assertThat(sample(node("a", OLD, 500, 900))).isEqualTo(new SitePoint(now, 7, 2, 0, 0));
  }

  @Test
  void theGrowthOfAllNodesWithinAMinuteIsAdded() {
    sample(node("a", OLD, 10, 20), node("b", OLD, 0, 0));
    sample(node("a", OLD, 12, 21), node("b", OLD, 5, 7));
    SitePoint point = sample(node("a", OLD, 13, 21), node("b", OLD, 5, 8));
    assertThat(point.joins()).isEqualTo(8);
    assertThat(point.views()).isEqualTo(9);
  }

  @Test
  void whatIsOlderThanAMinuteIsNoLongerAdded() {
    sample(node("a", OLD, 0, 0));
    assertThat(sample(node("a", OLD, 3, 4)).joins()).isEqualTo(3);
    for (int i = 0; i < 11; i++) {
      assertThat(sample(node("a", OLD, 3, 4)).joins()).isEqualTo(3);
    }
    assertThat(sample(node("a", OLD, 3, 4)).joins()).isZero();
  }

  @Test
  void aNodeThatHasJustStartedCountsFromItsStart() {
    sample(node("a", OLD, 0, 0));
    long started = now + 1;
    assertThat(sample(node("a", OLD, 0, 0), node("b", started, 4, 5)).views()).isEqualTo(5);
    assertThat(sample(node("a", OLD, 0, 0), node("b", started, 6, 6)).views()).isEqualTo(6);
  }

  @Test
  void aNodeThatStartsAgainUnderItsNameLosesNothingAndNumbersNeverFall() {
    sample(node("a", OLD, 100, 100));
    SitePoint point = sample(node("a", OLD, 101, 101), node("a", now + 1, 2, 3));
    assertThat(point.joins()).isEqualTo(3);
    assertThat(sample(node("a", OLD, 90, 90)).joins()).isEqualTo(3);
  }

  @Test
  void aNodeWithoutStatusAddsNothing() {
    assertThat(sample(new ListedNode("a", "i", null, 1, false)).joins()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-HOUR, HOUR})
  void whateverTheClockIsSetToAMinuteIsAMinute(long ahead) {
    sample(node("a", OLD, 0, 0));
    sample(node("a", OLD, 3, 4));
    now += ahead;
    for (int i = 0; i < 11; i++) {
      assertThat(sample(node("a", OLD, 3, 4)).joins()).isEqualTo(3);
    }
    assertThat(sample(node("a", OLD, 3, 4)).joins()).isZero();
  }

  @Test
  void aNodeThatIsSaidToStartInAnHourHasNotJustStarted() {
    assertThat(sample(node("a", now + HOUR, 500, 900)).joins()).isZero();
  }

  @Test
  void ofTheTimeThatAClockIsSetBackToThereIsNoPointYet() {
    sample();
    sample();
    now -= HOUR;
    SitePoint point = sample();
    assertThat(sampler.points()).containsExactly(point);
  }

  @Test
  void anHourIsKeptAndNoMore() {
    Stream.generate(this::sample).limit(800).forEach(point -> {});
    List<SitePoint> points = sampler.points();
    assertThat(points).hasSize(720);
    assertThat(points.get(719).at() - points.get(0).at()).isEqualTo(3_595);
  }
}
