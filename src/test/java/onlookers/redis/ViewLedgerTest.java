package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    ledger.taken(POST);
    ledger.taken(POST);
    assertThat(ledger.open(POST)).isEqualTo(2);

    ledger.written(POST, 1);
    ledger.written(POST, 0);

    assertThat(ledger.open(POST)).isZero();
    assertThat(instruments.total(Counter.VIEWS_COUNTED)).isOne();
  }

  @Test
  void afterABreakOnlyWhatRedisHasNotWrittenIsSentAgain() {
    ledger.taken(POST);
    ledger.taken(POST);
    ledger.taken(POST);
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
    ledger.taken(POST);
    ledger.postpone(views("a", 7, 1));

    assertThat(ledger.takePostponed(0)).containsExactly(views("a", 7, 1));
  }

  @Test
  void aLongOutageIsSummedUpAndNoViewIsLost() {
    for (int i = 0; i < 100_500; i++) {
      ledger.taken(POST);
      ledger.postpone(views("s" + i, 0, 1));
    }

    List<ViewLedger.Unwritten> again = ledger.takePostponed(0);

    assertThat(again).hasSize(100_001);
    assertThat(again.stream().mapToLong(ViewLedger.Unwritten::amount).sum()).isEqualTo(100_500);
    assertThat(ledger.open(POST)).isEqualTo(100_500);
  }

  private static ViewLedger.Unwritten views(String session, long number, long amount) {
    return new ViewLedger.Unwritten(new Viewing(session, POST, null, null), number, amount);
  }
}
