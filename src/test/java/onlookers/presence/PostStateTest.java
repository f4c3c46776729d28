package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostStateTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final PostState board = new PostState(new Post("13"), 0);

  @Test
  void aPostIsViewedWhileSomebodyHereViewsIt() {
    assertThat(board.isViewed()).isFalse();
    board.viewersHere(2);
    assertThat(board.isViewed()).isTrue();
    board.viewersHere(-1);
    assertThat(board.isViewed()).isTrue();
    board.viewersHere(-1);
    assertThat(board.isViewed()).isFalse();
  }

  @Test
  void theFirstChangeAfterAQuietTimeIsReadAtOnce() {
    assertThat(board.changed(0)).isZero();
  }

  @Test
  void aHundredReadersAndFewerHearEveryTwentyMilliseconds() {
    board.listeners(100);
    push(0, 1);

    assertThat(board.changed(5 * MILLI)).isEqualTo(15 * MILLI);
    assertThat(board.due()).isTrue();
  }

  @Test
  void tenThousandReadersHearEveryHalfSecond() {
    board.listeners(10_000);
    push(0, 1);

    assertThat(board.changed(MILLI)).isEqualTo(499 * MILLI);
  }

  @Test
  void changesDuringTheWaitAreOneRead() {
    board.listeners(1);
    push(0, 1);
    board.changed(MILLI);

    assertThat(board.changed(2 * MILLI)).isEqualTo(PostState.NOT_NOW);
  }

  @Test
  void aChangeDuringAReadIsReadAfterIt() {
    board.changed(0);
    assertThat(board.changed(1)).isEqualTo(PostState.NOT_NOW);

    board.markPublished(new Counts(1, 1), 2);

    assertThat(board.reconcile()).isTrue();
    assertThat(board.changed(3)).isPositive();
  }

  @Test
  void aChangeIsUnreadFromWhenItWasHeardOfUntilItIsTold() {
    board.listeners(1);
    assertThat(board.unread(5)).isZero();
    board.changed(10);
    assertThat(board.unread(15)).isEqualTo(5);
    board.changed(20); // during the read
    board.markPublished(new Counts(1, 1), 30);
    assertThat(board.reconcile()).isTrue();
    board.changed(30);
    assertThat(board.unread(40)).isEqualTo(20);
    board.due();
    board.markPublished(new Counts(2, 2), 50 * MILLI);
    board.reconcile();
    assertThat(board.unread(60 * MILLI)).isZero();
    assertThat(board.shown()).isEqualTo(new Counts(2, 2));
  }

  @Test
  void nothingIsShownOfAPostWithAnUnreadChangeOrWithoutListeners() {
    push(0, 1);
    assertThat(board.shown()).isNull();
    board.listeners(1);
    assertThat(board.shown()).isEqualTo(new Counts(1, 1));
    board.changed(MILLI);
    assertThat(board.shown()).isNull();
  }

  @Test
  void aReadThatSaysNothingNewIsNoPushAndDelaysNone() {
    push(0, 1);
    board.changed(20 * MILLI);
    assertThat(board.markPublished(new Counts(1, 1), 21 * MILLI)).isFalse();
    board.reconcile();

    assertThat(board.changed(22 * MILLI)).isZero();
  }

  @Test
  void whatOneListenerLearntIsNewsToTheOthers() {
    push(0, 1);

    assertThat(board.learn(new Counts(2, 2), MILLI)).isTrue();
    board.publishedToOne(new Counts(2, 2), true);
    assertThat(board.markPublished(new Counts(1, 1), 2 * MILLI)).isTrue();
  }

  @Test
  void aNodeAloneCountsItsOwnViewers() {
    board.learn(new Counts(9, 90), 0);
    board.viewersHere(2);
    assertThat(board.own(3)).isEqualTo(new Counts(2, 93));

    board.markPublished(board.own(3), MILLI);
    assertThat(board.own(3)).isEqualTo(new Counts(2, 93));
  }

  private void push(long nowNanos, long viewers) {
    assertThat(board.changed(nowNanos)).isZero();
    assertThat(board.markPublished(new Counts(viewers, viewers), nowNanos)).isTrue();
    assertThat(board.reconcile()).isFalse();
  }

  @Test
  void aloneViewsDoNotFallWhenTheyAreWrittenBeforeRedisIsCalledBack() {
    board.learn(new Counts(1, 10), 0);
    assertThat(board.own(3)).isEqualTo(new Counts(0, 13));
    assertThat(board.own(0)).isEqualTo(new Counts(0, 13));

    board.reset();
    assertThat(board.own(0)).isEqualTo(new Counts(0, 10));
  }

  @Test
  void aWaitThatWasCalledOffIsNotFollowedByARead() {
    push(0, 1);
    assertThat(board.changed(MILLI)).isPositive();
    board.reset();

    assertThat(board.due()).isFalse();
    assertThat(board.changed(30 * MILLI)).isZero();
    assertThat(board.due()).as("a read is under way").isFalse();
  }

  @Test
  void aReadIsOldWhenTheTimeIsAfterItAlsoWhereTheScaleEnds() {
    board.learn(new Counts(1, 1), Long.MAX_VALUE);

    assertThat(board.isReadBefore(Long.MAX_VALUE - 1)).isFalse();
    assertThat(board.isReadBefore(Long.MAX_VALUE)).isFalse();
    assertThat(board.isReadBefore(Long.MIN_VALUE)).isTrue();
  }

  @Test
  void countsThatEveryoneHasHeardAreNoNews() {
    push(0, 1);

    assertThat(board.learn(new Counts(1, 1), MILLI)).isFalse();
    assertThat(board.learn(new Counts(1, 2), MILLI)).isTrue();
  }

  @Test
  void aPostIsDesertedWhenNobodyListensAndNobodyViews() {
    assertThat(board.isDeserted()).isTrue();
    board.listeners(1);
    assertThat(board.isDeserted()).isFalse();
    board.viewersHere(1);
    board.listeners(-1);
    assertThat(board.isDeserted()).isFalse();
    board.viewersHere(-1);
    assertThat(board.isDeserted()).isTrue();
  }
}
