package onlookers.redis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowedKeysTest {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MANY = 1_000_000;

  private final FollowedKeys keys = new FollowedKeys();

  private List<String> subscribe() {
    return keys.takeNew(MANY);
  }

  @Test
  void aKeyIsSubscribedOnceHoweverOftenItIsFollowed() {
    assertThat(keys.follow(List.of("a", "b"))).isTrue();
    assertThat(keys.follow(List.of("a"))).isTrue();
    assertThat(subscribe()).containsExactly("a", "b");
    assertThat(keys.follow(List.of("a", "b"))).isFalse();
    assertThat(subscribe()).isEmpty();
  }

  @Test
  void aKeyThatNobodyFollowsAnyMoreIsKeptForAMinute() {
    keys.follow(List.of("a"));
    subscribe();
    keys.unfollow(List.of("a"), 0);
    assertThat(keys.takeOld(MINUTE - 1, MANY)).isEmpty();
    assertThat(keys.takeOld(MINUTE, MANY)).containsExactly("a");
    assertThat(keys.takeOld(MINUTE, MANY)).isEmpty();
    assertThat(keys.follow(List.of("a"))).isTrue();
    assertThat(subscribe()).containsExactly("a");
  }

  @Test
  void aKeyThatIsFollowedAgainMeanwhileStaysSubscribed() {
    keys.follow(List.of("a"));
    subscribe();
    keys.unfollow(List.of("a"), 0);
    assertThat(keys.follow(List.of("a"))).isFalse();
    assertThat(keys.takeOld(2 * MINUTE, MANY)).isEmpty();
  }

  @Test
  void aKeyThatWasNeverSubscribedNeedsNoUnsubscribing() {
    keys.follow(List.of("a"));
    keys.unfollow(List.of("a"), 0);
    assertThat(subscribe()).isEmpty();
    assertThat(keys.takeOld(MINUTE, MANY)).isEmpty();
  }

  @Test
  void ofTheKeysThatAreKeptTheOldestGoWhenTheyAreTooMany() {
    List<String> many =
        IntStream.range(0, FollowedKeys.MAX_LINGERING + 2).mapToObj(i -> "k" + i).toList();
    keys.follow(many);
    subscribe();
    keys.unfollow(many, 0);
    assertThat(keys.takeOld(1, MANY)).containsExactly("k0", "k1");
    assertThat(keys.takeOld(1, MANY)).isEmpty();
  }

  @Test
  void whatIsTooMuchIsHandedOutUntilItIsNot() {
    List<String> many =
        IntStream.range(0, FollowedKeys.MAX_LINGERING + 3).mapToObj(i -> "k" + i).toList();
    keys.follow(many);
    subscribe();
    keys.unfollow(many, 0);
    assertThat(keys.takeSurplus(2)).containsExactly("k0", "k1");
    assertThat(keys.takeSurplus(2)).containsExactly("k2");
    assertThat(keys.takeSurplus(2)).isEmpty();
    assertThat(keys.takeOld(MINUTE, 2)).containsExactly("k3", "k4");
  }

  @Test
  void noMoreAreHandedOutThanOneCommandMayName() {
    keys.follow(List.of("a", "b", "c"));
    assertThat(keys.takeNew(2)).containsExactly("a", "b");
    assertThat(keys.takeNew(2)).containsExactly("c");
    keys.unfollow(List.of("a", "b", "c"), 0);
    assertThat(keys.takeOld(MINUTE, 2)).containsExactly("a", "b");
    assertThat(keys.takeOld(MINUTE, 2)).containsExactly("c");
  }

  @Test
  void aNewConnectionSubscribesToAllThatIsFollowedAndNothingElse() {
    keys.follow(List.of("a", "b", "c"));
    subscribe();
    keys.unfollow(List.of("b"), 0);
    keys.follow(List.of("d"));
    keys.restart();
    assertThat(subscribe()).containsExactlyInAnyOrder("a", "c", "d");
    assertThat(keys.takeOld(MINUTE, MANY)).isEmpty();
  }
}
