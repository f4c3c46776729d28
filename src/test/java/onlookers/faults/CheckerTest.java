package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import onlookers.faults.Checker.Violation;
import onlookers.faults.History.Load;
import onlookers.faults.History.Shown;
import onlookers.faults.History.Stay;
import org.junit.jupiter.api.Test;

/** The checker accepts what may be, and refuses what may not. Times are in milliseconds. */
class CheckerTest {
  private static final Duration BOUND = Duration.ofMillis(100);

  private final History history = new History();

  @Test
  void whatIsTrueIsAccepted() {
    page(0, 10, 1_000);
    page(200, 210, 600);
    shown("a", 1, 1, 12, 215);
    shown("a", 2, 2, 215, 620);
    shown("a", 1, 2, 620, 1_000);
    assertThat(violations()).isEmpty();
  }

  @Test
  void beforeItIsAnsweredASessionMayBeCountedOrNot() {
    page(0, 10, 1_000);
    page(200, 500, 900);
    shown("a", 1, 1, 12, 499);
    shown("b", 2, 2, 201, 800);
    assertThat(violations()).isEmpty();
  }

  @Test
  void aNumberThatWasNeverTrueIsRefused() {
    page(0, 10, 1_000);
    shown("a", 2, 1, 12, 20);
    assertThat(violations()).singleElement().asString().contains("shows 2/1 of p", "not true");
  }

  @Test
  void aNumberThatWasTrueLongerAgoThanTheBoundIsRefused() {
    page(0, 10, 1_000);
    page(20, 30, 200);
    shown("a", 2, 2, 299, 299);
    assertThat(violations()).isEmpty();
    shown("b", 2, 2, 301, 301);
    assertThat(violations()).singleElement().asString().contains("b shows");
  }

  @Test
  void aNumberThatIsNotYetTrueIsRefused() {
    page(0, 10, 1_000);
    page(200, 210, 900);
    shown("a", 2, 2, 199, 230);
    assertThat(violations())
        .singleElement()
        .satisfies(one -> assertThat(one.to() - one.from()).isEqualTo(millis(1)));
  }

  @Test
  void anOlderNumberAfterANewerOneIsRefusedThoughBothWereTrueWithinTheBound() {
    page(0, 10, 1_000);
    page(20, 30, 1_000);
    shown("a", 2, 2, 40, 50);
    shown("a", 1, 1, 50, 60);
    shown("a", 2, 2, 60, 1_000);
    assertThat(violations()).singleElement().asString().contains("older after newer");
  }

  @Test
  void viewersOfBeforeAfterThoseOfNowAreRefusedAsWell() {
    page(0, 10, 1_000);
    page(20, 20, 50);
    shown("a", 1, 2, 55, 60);
    shown("a", 2, 2, 60, 65);
    shown("a", 1, 2, 65, 1_000);
    assertThat(violations()).singleElement().asString().contains("older after newer");
  }

  @Test
  void twoPagesMayHearOfAChangeAtDifferentTimes() {
    page(0, 10, 1_000);
    page(20, 30, 1_000);
    shown("a", 2, 2, 40, 1_000);
    shown("b", 1, 1, 50, 60);
    shown("b", 2, 2, 60, 1_000);
    assertThat(violations()).isEmpty();
  }

  @Test
  void aViewThatIsTakenBackIsRefused() {
    page(0, 10, 1_000);
    page(20, 30, 200);
    shown("a", 2, 2, 40, 210);
    shown("a", 1, 1, 210, 215);
    assertThat(violations()).isNotEmpty();
  }

  @Test
  void aNumberThatStandsThereTooLongIsRefusedFromTheBoundOn() {
    page(0, 10, 1_000);
    page(200, 210, 600);
    shown("a", 1, 1, 12, 500);
    assertThat(violations())
        .singleElement()
        .satisfies(one -> assertThat(one.from()).isEqualTo(millis(310)))
        .satisfies(one -> assertThat(one.to()).isEqualTo(millis(500)))
        .asString()
        .contains("out of date");
  }

  @Test
  void aGhostIsRefused() {
    page(0, 10, 1_000);
    Stay lost = history.stay("p", millis(20));
    lost.surelyFrom = millis(30);
    lost.surelyTo = millis(100);
    lost.maybeTo = millis(300);
    load(20, 30);
    shown("a", 2, 2, 40, 399);
    assertThat(violations()).isEmpty();
    shown("b", 2, 2, 40, 500);
    assertThat(violations()).singleElement().asString().contains("b shows", "out of date");
  }

  @Test
  void viewsAreComparedWithPageLoads() {
    load(0, 10);
    load(20, 30);
    history.load("p", millis(40)); // nobody knows whether it arrived
    assertThat(views(2)).isEqualTo(new Checker.Views(0, 0));
    assertThat(views(3)).isEqualTo(new Checker.Views(0, 0));
    assertThat(views(1)).isEqualTo(new Checker.Views(1, 0));
    assertThat(views(4)).isEqualTo(new Checker.Views(0, 1));
  }

  private Checker.Views views(long written) {
    return Checker.views(history, Map.of("p", written));
  }

  private void page(long sent, long answered, long left) {
    Stay stay = history.stay("p", millis(sent));
    stay.surelyFrom = millis(answered);
    stay.surelyTo = millis(left);
    stay.maybeTo = millis(left);
    load(sent, answered);
  }

  private void load(long sent, long answered) {
    Load load = history.load("p", millis(sent));
    load.surelyFrom = millis(answered);
  }

  private void shown(String client, long viewers, long views, long from, long to) {
    history.shown(new Shown(client, "p", viewers, views, millis(from), millis(to)));
  }

  private List<Violation> violations() {
    return Checker.check(history, BOUND);
  }

  private static long millis(long value) {
    return value * 1_000_000;
  }
}
