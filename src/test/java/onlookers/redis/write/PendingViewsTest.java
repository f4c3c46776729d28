package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.runtime.Counter;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;

class PendingViewsTest {
  private static final Post POST = new Post("13");

  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private long now = Long.MAX_VALUE - 1_000_000_000; // soon passes its end
  private final PendingViews pendingViews =
      new PendingViews(nodeMetrics, () -> now, ViewHistoryTest.history(), 0);

  @Test
  void whatIsTakenIsOpenUntilItIsWritten() {
    pendingViews.taken(view());
    pendingViews.taken(view());
    assertThat(pendingViews.open(POST)).isEqualTo(2);

    pendingViews.written(views("a", 1, 1), 1);
    pendingViews.written(views("b", 2, 1), 0);

    assertThat(pendingViews.open(POST)).isZero();
    assertThat(nodeMetrics.total(Counter.VIEWS_COUNTED)).isOne();
  }

  @Test
  void whatIsNotKnownToBeWrittenIsSentAgainInTheOrderOfItsNumbers() {
    pendingViews.postpone(views("c", 0, 1));
    pendingViews.postpone(views("b", 2, 1));
    pendingViews.postpone(views("d", 0, 1));
    pendingViews.postpone(views("a", 1, 1));

    assertThat(unknown())
        .containsExactly(views("a", 1, 1), views("b", 2, 1), views("c", 0, 1), views("d", 0, 1));
    assertThat(unknown()).as("what was taken is not taken again").isEmpty();
  }

  @Test
  void aPageLoadIsUnsettledUntilNoneOfItsViewsCanBeLostAnyMore() {
    Viewing viewing = new Viewing("a", POST, "visit-0123456789", null);
    pendingViews.taken(viewing);
    pendingViews.taken(viewing);
    PendingView first = new PendingView(viewing, 1, 1, true, ViewHistoryTest.DAY);
    PendingView second = new PendingView(viewing, 2, 1, false, ViewHistoryTest.DAY);

    pendingViews.written(first, 1);
    pendingViews.postpone(second);
    assertThat(pendingViews.isUnsettled(viewing)).isTrue();
    assertThat(pendingViews.isUnsettled(new Viewing("a", new Post("14"), viewing.visit(), null)))
        .isFalse();

    pendingViews.lost(second);
    assertThat(pendingViews.isUnsettled(viewing)).as("a failover may lose the first").isTrue();

    now += ConnectedTime.REMEMBERED.toNanos() + 1;
    pendingViews.takeUnconfirmed();
    assertThat(pendingViews.isUnsettled(viewing)).isFalse();
  }

  @Test
  void whatIsSentAgainMayBeLostAgain() {
    pendingViews.written(views("a", 1, 1), 1);
    now += ConnectedTime.REMEMBERED.toNanos();
    assertThat(acknowledged()).hasSize(1);
    now += ConnectedTime.REMEMBERED.toNanos();
    assertThat(acknowledged()).as("by the first failover it was sent again").hasSize(1);
    now += ConnectedTime.REMEMBERED.toNanos() + 1;
    assertThat(acknowledged()).isEmpty();
  }

  private List<PendingView> unknown() {
    return pendingViews.takeUnconfirmed().unknown();
  }

  private List<PendingView> acknowledged() {
    return pendingViews.takeUnconfirmed().acknowledged();
  }

  private static PendingView hidden(String session, long number, long amount) {
    return new PendingView(
        new Viewing(session, POST, null, null), number, amount, false, ViewHistoryTest.DAY);
  }

  @Test
  void whatWasAcknowledgedIsPendingAgainUnderItsNumberAtEveryReturn() {
    pendingViews.written(views("a", 1, 1), 1);
    pendingViews.written(views("b", 2, 3), 3);

    for (int failover = 0; failover < 2; failover++) {
      assertThat(acknowledged()).containsExactly(hidden("a", 1, 1), hidden("b", 2, 3));
    }
    assertThat(pendingViews.open(POST)).as("Redis has shown them").isZero();
  }

  @Test
  void whatRedisDidNotCountIsNotPendingAgain() {
    pendingViews.written(views("a", 1, 1), 0);
    pendingViews.lost(views("b", 2, 1));

    assertThat(acknowledged()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedLongerThanThirtySecondsAgoIsForgotten() {
    pendingViews.written(views("a", 1, 1), 1);
    now += 30_000_000_000L;
    pendingViews.written(views("b", 2, 1), 1);
    now++;

    assertThat(acknowledged()).containsExactly(hidden("b", 2, 1));
  }

  @Test
  void whatWasAcknowledgedThirtySecondsAgoIsNot() {
    pendingViews.written(views("a", 1, 1), 1);
    now += 30_000_000_000L;
    pendingViews.written(views("b", 2, 1), 1);

    assertThat(acknowledged()).containsExactly(hidden("a", 1, 1), hidden("b", 2, 1));
  }

  @Test
  void ofWhatWasAcknowledgedNoMoreIsKeptThanTheLast() {
    for (int i = 1; i <= KEPT + 2; i++) {
      pendingViews.written(views("s" + i, i, 1), 1);
    }

    assertThat(acknowledged())
        .hasSize(KEPT)
        .startsWith(hidden("s3", 3, 1))
        .endsWith(hidden("s" + (KEPT + 2), KEPT + 2, 1));
  }

  /** A server that comes back empty answers of each of them that it knows none. */
  @Test
  void allThatIsKeptIsForgottenOneByOneWithoutGoingThroughAllEachTime() {
    for (int i = 1; i <= KEPT; i++) {
      pendingViews.written(views("s" + i, i, 1), 1);
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = KEPT; i > 0; i--) {
            pendingViews.forgetAcknowledged(hidden("s" + i, i, 1));
          }
        });
    assertThat(acknowledged()).isEmpty();
  }

  @Test
  void aLongOutageIsSummedUpAndNoViewIsLost() {
    for (int i = 0; i < 100_500; i++) {
      pendingViews.taken(view());
      pendingViews.postpone(views("s" + i, 0, 1));
    }

    List<PendingView> again = unknown();

    assertThat(again).hasSize(100_001);
    assertThat(again.stream().mapToLong(PendingView::amount).sum()).isEqualTo(100_500);
    assertThat(pendingViews.open(POST)).isEqualTo(100_500);
    assertThat(unknown()).as("what was taken is not taken again").isEmpty();
  }

  private static PendingView views(String session, long number, long amount) {
    return new PendingView(
        new Viewing(session, POST, null, null), number, amount, true, ViewHistoryTest.DAY);
  }

  @Test
  void aPageThatReconnectsIsNotShownAsAnotherView() {
    Viewing visit = new Viewing("s", POST, "0123456789abcdef", null);

    assertThat(pendingViews.taken(visit)).isTrue();
    assertThat(pendingViews.taken(visit)).isFalse();
    assertThat(pendingViews.open(POST)).isOne();

    pendingViews.written(new PendingView(visit, 2, 1, false, ViewHistoryTest.DAY), 0);
    assertThat(pendingViews.open(POST)).isOne();
    pendingViews.written(new PendingView(visit, 1, 1, true, ViewHistoryTest.DAY), 1);
    assertThat(pendingViews.open(POST)).isZero();
  }

  private static Viewing view() {
    return new Viewing("s", POST, null, null);
  }

  @Test
  void everyNumberIsTheNextOne() {
    assertThat(
            List.of(
                pendingViews.nextNumber(), pendingViews.nextNumber(), pendingViews.nextNumber()))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSecondOutageAddsNothingOfTheFirst() {
    for (int i = 0; i < KEPT + 5; i++) {
      pendingViews.postpone(views("s" + i, 0, 1));
    }
    assertThat(unknown()).hasSize(KEPT + 1);
    for (int i = 0; i < KEPT + 2; i++) {
      pendingViews.postpone(views("s" + i, 0, 1));
    }

    assertThat(unknown().stream().mapToLong(PendingView::amount).sum()).isEqualTo(KEPT + 2);
  }

  @Test
  void inALongOutageAPageThatReconnectsIsNotCountedAgain() {
    fill();
    pendingViews.postpone(new PendingView(view(), 0, 1, false, ViewHistoryTest.DAY));

    assertThat(unknown()).hasSize(KEPT);
  }

  @Test
  void inALongOutageWhatWasSentAlreadyIsStillKeptApart() {
    fill();
    pendingViews.postpone(views("sent", 7, 1));

    assertThat(unknown()).hasSize(KEPT + 1).startsWith(views("sent", 7, 1));
  }

  @Test
  void inALongOutageOfTooManyPostsWhatIsLostIsSaidOnceAndShownNoLonger() {
    try (LogCapture log = new LogCapture(PostponedViews.class)) {
      for (int outage = 1; outage <= 2; outage++) {
        fill();
        for (int i = 0; i < KEPT; i++) {
          pendingViews.postpone(views(new Post("p" + i)));
        }
        assertThat(log.warnings()).hasSize(outage - 1);
        for (String post : List.of("lost-1", "lost-2")) {
          Viewing viewing = new Viewing("s", new Post(post), null, null);
          pendingViews.taken(viewing);
          pendingViews.postpone(views(new Post(post)));
          assertThat(pendingViews.open(new Post(post))).isZero();
        }
        pendingViews.postpone(views(new Post("p0"))); // is known, so that its sum is kept

        assertThat(log.warnings())
            .hasSize(outage)
            .allMatch(line -> line.startsWith("Redis has been away too long"));
        assertThat(unknown().stream().mapToLong(PendingView::amount).sum())
            .isEqualTo(2L * KEPT + 1);
      }
    }
  }

  @Test
  void ofPostsThatOweNothingNothingIsKept() {
    pendingViews.taken(view());
    pendingViews.taken(view());
    assertThat(pendingViews.posts()).isOne();
    pendingViews.written(views("a", 1, 1), 1);
    assertThat(pendingViews.posts()).isOne();
    pendingViews.written(views("b", 2, 1), 1);

    assertThat(pendingViews.posts()).isZero();
  }

  private static final int KEPT = 100_000;

  private void fill() {
    for (int i = 0; i < KEPT; i++) {
      pendingViews.postpone(views("s" + i, 0, 1));
    }
  }

  private static PendingView views(Post post) {
    return new PendingView(new Viewing("s", post, null, null), 0, 1, true, ViewHistoryTest.DAY);
  }
}
