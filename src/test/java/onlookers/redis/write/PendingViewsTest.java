package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import onlookers.fixture.LogCapture;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeMetrics.Counter;
import org.junit.jupiter.api.Test;

class PendingViewsTest {
  private static final Post POST = new Post("13");

  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private long now = Long.MAX_VALUE - 1_000_000_000; // soon passes its end
  private final PendingViews ledger =
      new PendingViews(nodeMetrics, () -> now, ViewHistoryTest.history(), 0);

  @Test
  void whatIsTakenIsOpenUntilItIsWritten() {
    ledger.taken(view());
    ledger.taken(view());
    assertThat(ledger.open(POST)).isEqualTo(2);

    ledger.written(views("a", 1, 1), 1);
    ledger.written(views("b", 2, 1), 0);

    assertThat(ledger.open(POST)).isZero();
    assertThat(nodeMetrics.total(Counter.VIEWS_COUNTED)).isOne();
  }

  @Test
  void whatIsNotKnownToBeWrittenIsSentAgainInTheOrderOfItsNumbers() {
    ledger.postpone(views("c", 0, 1));
    ledger.postpone(views("b", 2, 1));
    ledger.postpone(views("d", 0, 1));
    ledger.postpone(views("a", 1, 1));

    assertThat(unknown())
        .containsExactly(views("a", 1, 1), views("b", 2, 1), views("c", 0, 1), views("d", 0, 1));
    assertThat(unknown()).as("what was taken is not taken again").isEmpty();
  }

  @Test
  void aPageLoadIsUnsettledUntilNoneOfItsViewsCanBeLostAnyMore() {
    Viewing viewing = new Viewing("a", POST, "visit-0123456789", null);
    ledger.taken(viewing);
    ledger.taken(viewing);
    PendingView first = new PendingView(viewing, 1, 1, true, ViewHistoryTest.DAY);
    PendingView second = new PendingView(viewing, 2, 1, false, ViewHistoryTest.DAY);

    ledger.written(first, 1);
    ledger.postpone(second);
    assertThat(ledger.isUnsettled(viewing)).isTrue();
    assertThat(ledger.isUnsettled(new Viewing("a", new Post("14"), viewing.visit(), null)))
        .isFalse();

    ledger.lost(second);
    assertThat(ledger.isUnsettled(viewing)).as("a failover may lose the first").isTrue();

    now += ConnectedTime.REMEMBERED.toNanos() + 1;
    ledger.takeUnconfirmed();
    assertThat(ledger.isUnsettled(viewing)).isFalse();
  }

  @Test
  void whatIsSentAgainMayBeLostAgain() {
    ledger.written(views("a", 1, 1), 1);
    now += ConnectedTime.REMEMBERED.toNanos();
    assertThat(acknowledged()).hasSize(1);
    now += ConnectedTime.REMEMBERED.toNanos();
    assertThat(acknowledged()).as("by the first failover it was sent again").hasSize(1);
    now += ConnectedTime.REMEMBERED.toNanos() + 1;
    assertThat(acknowledged()).isEmpty();
  }

  private List<PendingView> unknown() {
    return ledger.takeUnconfirmed().unknown();
  }

  private List<PendingView> acknowledged() {
    return ledger.takeUnconfirmed().acknowledged();
  }

  private static PendingView hidden(String session, long number, long amount) {
    return new PendingView(
        new Viewing(session, POST, null, null), number, amount, false, ViewHistoryTest.DAY);
  }

  @Test
  void whatWasAcknowledgedIsPendingAgainUnderItsNumberAtEveryReturn() {
    ledger.written(views("a", 1, 1), 1);
    ledger.written(views("b", 2, 3), 3);

    for (int failover = 0; failover < 2; failover++) {
      assertThat(acknowledged()).containsExactly(hidden("a", 1, 1), hidden("b", 2, 3));
    }
    assertThat(ledger.open(POST)).as("Redis has shown them").isZero();
  }

  @Test
  void whatRedisDidNotCountIsNotPendingAgain() {
    ledger.written(views("a", 1, 1), 0);
    ledger.lost(views("b", 2, 1));

    assertThat(acknowledged()).isEmpty();
  }

  @Test
  void whatWasAcknowledgedLongerThanThirtySecondsAgoIsForgotten() {
    ledger.written(views("a", 1, 1), 1);
    now += 30_000_000_000L;
    ledger.written(views("b", 2, 1), 1);
    now++;

    assertThat(acknowledged()).containsExactly(hidden("b", 2, 1));
  }

  @Test
  void whatWasAcknowledgedThirtySecondsAgoIsNot() {
    ledger.written(views("a", 1, 1), 1);
    now += 30_000_000_000L;
    ledger.written(views("b", 2, 1), 1);

    assertThat(acknowledged()).containsExactly(hidden("a", 1, 1), hidden("b", 2, 1));
  }

  @Test
  void ofWhatWasAcknowledgedNoMoreIsKeptThanTheLast() {
    for (int i = 1; i <= KEPT + 2; i++) {
      ledger.written(views("s" + i, i, 1), 1);
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
      ledger.written(views("s" + i, i, 1), 1);
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = KEPT; i > 0; i--) {
            ledger.forgetAcknowledged(hidden("s" + i, i, 1));
          }
        });
    assertThat(acknowledged()).isEmpty();
  }

  @Test
  void aLongOutageIsSummedUpAndNoViewIsLost() {
    for (int i = 0; i < 100_500; i++) {
      ledger.taken(view());
      ledger.postpone(views("s" + i, 0, 1));
    }

    List<PendingView> again = unknown();

    assertThat(again).hasSize(100_001);
    assertThat(again.stream().mapToLong(PendingView::amount).sum()).isEqualTo(100_500);
    assertThat(ledger.open(POST)).isEqualTo(100_500);
    assertThat(unknown()).as("what was taken is not taken again").isEmpty();
  }

  private static PendingView views(String session, long number, long amount) {
    return new PendingView(
        new Viewing(session, POST, null, null), number, amount, true, ViewHistoryTest.DAY);
  }

  @Test
  void aPageThatReconnectsIsNotShownAsAnotherView() {
    Viewing visit = new Viewing("s", POST, "0123456789abcdef", null);

    assertThat(ledger.taken(visit)).isTrue();
    assertThat(ledger.taken(visit)).isFalse();
    assertThat(ledger.open(POST)).isOne();

    ledger.written(new PendingView(visit, 2, 1, false, ViewHistoryTest.DAY), 0);
    assertThat(ledger.open(POST)).isOne();
    ledger.written(new PendingView(visit, 1, 1, true, ViewHistoryTest.DAY), 1);
    assertThat(ledger.open(POST)).isZero();
  }

  private static Viewing view() {
    return new Viewing("s", POST, null, null);
  }

  @Test
  void everyNumberIsTheNextOne() {
    assertThat(List.of(ledger.nextNumber(), ledger.nextNumber(), ledger.nextNumber()))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSecondOutageAddsNothingOfTheFirst() {
    for (int i = 0; i < KEPT + 5; i++) {
      ledger.postpone(views("s" + i, 0, 1));
    }
    assertThat(unknown()).hasSize(KEPT + 1);
    for (int i = 0; i < KEPT + 2; i++) {
      ledger.postpone(views("s" + i, 0, 1));
    }

    assertThat(unknown().stream().mapToLong(PendingView::amount).sum()).isEqualTo(KEPT + 2);
  }

  @Test
  void inALongOutageAPageThatReconnectsIsNotCountedAgain() {
    fill();
    ledger.postpone(new PendingView(view(), 0, 1, false, ViewHistoryTest.DAY));

    assertThat(unknown()).hasSize(KEPT);
  }

  @Test
  void inALongOutageWhatWasSentAlreadyIsStillKeptApart() {
    fill();
    ledger.postpone(views("sent", 7, 1));

    assertThat(unknown()).hasSize(KEPT + 1).startsWith(views("sent", 7, 1));
  }

  @Test
  void inALongOutageOfTooManyPostsWhatIsLostIsSaidOnceAndShownNoLonger() {
    try (LogCapture log = new LogCapture(PostponedViews.class)) {
      for (int outage = 1; outage <= 2; outage++) {
        fill();
        for (int i = 0; i < KEPT; i++) {
          ledger.postpone(views(new Post("p" + i)));
        }
        assertThat(log.warnings()).hasSize(outage - 1);
        for (String post : List.of("lost-1", "lost-2")) {
          Viewing viewing = new Viewing("s", new Post(post), null, null);
          ledger.taken(viewing);
          ledger.postpone(views(new Post(post)));
          assertThat(ledger.open(new Post(post))).isZero();
        }
        ledger.postpone(views(new Post("p0"))); // is known, so that its sum is kept

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
    ledger.taken(view());
    ledger.taken(view());
    assertThat(ledger.posts()).isOne();
    ledger.written(views("a", 1, 1), 1);
    assertThat(ledger.posts()).isOne();
    ledger.written(views("b", 2, 1), 1);

    assertThat(ledger.posts()).isZero();
  }

  private static final int KEPT = 100_000;

  private void fill() {
    for (int i = 0; i < KEPT; i++) {
      ledger.postpone(views("s" + i, 0, 1));
    }
  }

  private static PendingView views(Post post) {
    return new PendingView(new Viewing("s", post, null, null), 0, 1, true, ViewHistoryTest.DAY);
  }
}
