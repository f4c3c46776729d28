package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import onlookers.fixture.LogCapture;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import org.junit.jupiter.api.Test;

class ViewLedgerTest {
  private static final Post POST = new Post("13");

  private final Instruments instruments = new Instruments();
  private final ViewLedger ledger = new ViewLedger(instruments);

  @Test
  void whatIsTakenIsOpenUntilItIsWritten() {
    ledger.taken(view());
    ledger.taken(view());
    assertThat(ledger.open(POST)).isEqualTo(2);

    ledger.written(views("a", 1, 1), 1);
    ledger.written(views("b", 2, 1), 0);

    assertThat(ledger.open(POST)).isZero();
    assertThat(instruments.total(Counter.VIEWS_COUNTED)).isOne();
  }

  @Test
  void afterABreakOnlyWhatRedisHasNotWrittenIsSentAgain() {
    ledger.taken(view());
    ledger.taken(view());
    ledger.taken(view());
    ledger.postpone(views("a", 1, 1));
    ledger.postpone(views("b", 2, 1));
    ledger.postpone(views("c", 0, 1));

    List<ViewLedger.Unwritten> again = ledger.takePostponed(1);

    assertThat(again).containsExactly(views("b", 2, 1), views("c", 0, 1));
    assertThat(ledger.open(POST)).isEqualTo(2);
    assertThat(ledger.takePostponed(1)).isEmpty();
  }

  @Test
  void anEmptyRedisHasWrittenNothing() {
    ledger.taken(view());
    ledger.postpone(views("a", 7, 1));

    assertThat(ledger.takePostponed(0)).containsExactly(views("a", 7, 1));
  }

  @Test
  void aLongOutageIsSummedUpAndNoViewIsLost() {
    for (int i = 0; i < 100_500; i++) {
      ledger.taken(view());
      ledger.postpone(views("s" + i, 0, 1));
    }

    List<ViewLedger.Unwritten> again = ledger.takePostponed(0);

    assertThat(again).hasSize(100_001);
    assertThat(again.stream().mapToLong(ViewLedger.Unwritten::amount).sum()).isEqualTo(100_500);
    assertThat(ledger.open(POST)).isEqualTo(100_500);
    assertThat(ledger.takePostponed(0)).as("what was taken is not taken again").isEmpty();
  }

  private static ViewLedger.Unwritten views(String session, long number, long amount) {
    return new ViewLedger.Unwritten(new Viewing(session, POST, null, null), number, amount, true);
  }

  @Test
  void aPageThatReconnectsIsNotShownAsAnotherView() {
    Viewing visit = new Viewing("s", POST, "0123456789abcdef", null);

    assertThat(ledger.taken(visit)).isTrue();
    assertThat(ledger.taken(visit)).isFalse();
    assertThat(ledger.open(POST)).isOne();

    ledger.written(new ViewLedger.Unwritten(visit, 2, 1, false), 0);
    assertThat(ledger.open(POST)).isOne();
    ledger.written(new ViewLedger.Unwritten(visit, 1, 1, true), 1);
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
    ledger.takePostponed(0);
    for (int i = 0; i < KEPT + 2; i++) {
      ledger.postpone(views("s" + i, 0, 1));
    }

    assertThat(ledger.takePostponed(0).stream().mapToLong(ViewLedger.Unwritten::amount).sum())
        .isEqualTo(KEPT + 2);
  }

  @Test
  void inALongOutageAPageThatReconnectsIsNotCountedAgain() {
    fill();
    ledger.postpone(new ViewLedger.Unwritten(view(), 0, 1, false));

    assertThat(ledger.takePostponed(0)).hasSize(KEPT);
  }

  @Test
  void inALongOutageWhatWasSentAlreadyIsStillToldApart() {
    fill();
    ledger.postpone(views("sent", 7, 1));

    assertThat(ledger.takePostponed(7)).hasSize(KEPT);
    assertThat(instruments.total(Counter.VIEWS_COUNTED)).as("Redis has it").isOne();
  }

  @Test
  void inALongOutageOfTooManyPostsWhatIsLostIsSaidOnceAndShownNoLonger() {
    try (LogCapture log = new LogCapture(ViewLedger.class)) {
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
        assertThat(ledger.takePostponed(0).stream().mapToLong(ViewLedger.Unwritten::amount).sum())
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

  private static ViewLedger.Unwritten views(Post post) {
    return new ViewLedger.Unwritten(new Viewing("s", post, null, null), 0, 1, true);
  }
}
