package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostStateTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final PostState state = new PostState(new Post("13"), 0);

  @Test
  void aPostIsViewedWhileSomebodyHereViewsIt() {
    assertThat(state.isViewed()).isFalse();
    state.viewersHere(2);
    assertThat(state.isViewed()).isTrue();
    state.viewersHere(-1);
    assertThat(state.isViewed()).isTrue();
    state.viewersHere(-1);
    assertThat(state.isViewed()).isFalse();
  }

  @Test
  void theFirstChangeAfterAQuietTimeIsReadAtOnce() {
    assertThat(state.changed(0)).isZero();
  }

  @Test
  void aHundredReadersAndFewerHearEveryTwentyMilliseconds() {
    state.listeners(100);
    push(0, 1);

    assertThat(state.changed(5 * MILLI)).isEqualTo(15 * MILLI);
    assertThat(state.due()).isTrue();
  }

  @Test
  void tenThousandReadersHearEveryHalfSecond() {
    state.listeners(10_000);
    push(0, 1);

    assertThat(state.changed(MILLI)).isEqualTo(499 * MILLI);
  }

  @Test
  void changesDuringTheWaitAreOneRead() {
    state.listeners(1);
    push(0, 1);
    state.changed(MILLI);

    assertThat(state.changed(2 * MILLI)).isEqualTo(PostState.NOT_NOW);
  }

  @Test
  void aChangeDuringAReadIsReadAfterIt() {
    state.changed(0);
    assertThat(state.changed(1)).isEqualTo(PostState.NOT_NOW);

    state.markPublished(new Counts(1, 1), 2);

    assertThat(state.reconcile()).isTrue();
    assertThat(state.changed(3)).isPositive();
  }

  @Test
  void aChangeIsUnreadFromItsNotificationUntilItIsPublished() {
    state.listeners(1);
    assertThat(state.unread(5)).isZero();
    state.changed(10);
    assertThat(state.unread(15)).isEqualTo(5);
    state.changed(20); // during the read
    state.markPublished(new Counts(1, 1), 30);
    assertThat(state.reconcile()).isTrue();
    state.changed(30);
    assertThat(state.unread(40)).isEqualTo(20);
    state.due();
    state.markPublished(new Counts(2, 2), 50 * MILLI);
    state.reconcile();
    assertThat(state.unread(60 * MILLI)).isZero();
    assertThat(state.shown()).isEqualTo(new Counts(2, 2));
  }

  @Test
  void nothingIsShownOfAPostWithAnUnreadChangeOrWithoutListeners() {
    push(0, 1);
    assertThat(state.shown()).isNull();
    state.listeners(1);
    assertThat(state.shown()).isEqualTo(new Counts(1, 1));
    state.changed(MILLI);
    assertThat(state.shown()).isNull();
  }

  @Test
  void aReadThatSaysNothingNewIsNoPushAndDelaysNone() {
    push(0, 1);
    state.changed(20 * MILLI);
    assertThat(state.markPublished(new Counts(1, 1), 21 * MILLI)).isFalse();
    state.reconcile();

    assertThat(state.changed(22 * MILLI)).isZero();
  }

  @Test
  void whatOneListenerLearntIsNewsToTheOthers() {
    push(0, 1);

    assertThat(state.learn(new Counts(2, 2), MILLI)).isTrue();
    state.publishedToOne(new Counts(2, 2), true);
    assertThat(state.markPublished(new Counts(1, 1), 2 * MILLI)).isTrue();
  }

  @Test
  void aNodeAloneCountsItsOwnViewers() {
    state.learn(new Counts(9, 90), 0);
    state.viewersHere(2);
    assertThat(state.own(3)).isEqualTo(new Counts(2, 93));

    state.markPublished(state.own(3), MILLI);
    assertThat(state.own(3)).isEqualTo(new Counts(2, 93));
  }

  private void push(long nowNanos, long viewers) {
    assertThat(state.changed(nowNanos)).isZero();
    assertThat(state.markPublished(new Counts(viewers, viewers), nowNanos)).isTrue();
    assertThat(state.reconcile()).isFalse();
  }

  @Test
  void aloneViewsDoNotFallWhenTheyAreWrittenBeforeRedisIsCalledBack() {
    state.learn(new Counts(1, 10), 0);
    assertThat(state.own(3)).isEqualTo(new Counts(0, 13));
    assertThat(state.own(0)).isEqualTo(new Counts(0, 13));

    state.reset();
    assertThat(state.own(0)).isEqualTo(new Counts(0, 10));
  }

  @Test
  void aWaitThatWasCalledOffIsNotFollowedByARead() {
    push(0, 1);
    assertThat(state.changed(MILLI)).isPositive();
    state.reset();

    assertThat(state.due()).isFalse();
    assertThat(state.changed(30 * MILLI)).isZero();
    assertThat(state.due()).as("a read is under way").isFalse();
  }

  @Test
  void aReadIsOldWhenTheTimeIsAfterItAlsoWhereTheScaleEnds() {
    state.learn(new Counts(1, 1), Long.MAX_VALUE);

    assertThat(state.isReadBefore(Long.MAX_VALUE - 1)).isFalse();
    assertThat(state.isReadBefore(Long.MAX_VALUE)).isFalse();
    assertThat(state.isReadBefore(Long.MIN_VALUE)).isTrue();
  }

  @Test
  void countsThatEveryoneHasReceivedAreNoNews() {
    push(0, 1);

    assertThat(state.learn(new Counts(1, 1), MILLI)).isFalse();
    assertThat(state.learn(new Counts(1, 2), MILLI)).isTrue();
  }

  @Test
  void aPostIsDesertedWhenNobodyListensAndNobodyViews() {
    assertThat(state.isDeserted()).isTrue();
    state.listeners(1);
    assertThat(state.isDeserted()).isFalse();
    state.viewersHere(1);
    state.listeners(-1);
    assertThat(state.isDeserted()).isFalse();
    state.viewersHere(-1);
    assertThat(state.isDeserted()).isTrue();
  }

  @Test
  void aPushIsAsLateAsItsChangeIsOld() {
    state.changed(10);
    state.changed(20); // during the read
    assertThat(state.delay(40)).isEqualTo(30);
  }

  @Test
  void whatEveryoneHereWasSentIsPublished() {
    assertThat(state.isPublished(new Counts(1, 1))).isFalse();
    push(0, 1);
    assertThat(state.isPublished(new Counts(1, 1))).isTrue();
    assertThat(state.isPublished(new Counts(1, 2))).isFalse();
  }
}
