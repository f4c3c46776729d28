package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far what is shown is from Redis, as the node itself says. */
class CountsSamplerTest extends OneNode {
  private static final Duration LOOK = CountsSampler.PAUSE.plus(CountsSampler.LOOK_AGAIN);

  private final List<List<Post>> asked = new ArrayList<>();
  private final Session watching = node.open(reader);
  private boolean failing;

  @BeforeEach
  void start() {
    node.nodeMetrics.state().redisUp(true);
    new CountsSampler(presence, new Recorded(), Runnable::run, time, node.nodeMetrics).start();
    presence.watch(watching, List.of(POST));
    time.advance(Duration.ofMillis(100));
    assertThat(reader.last()).isEqualTo("13 0/0");
  }

  @Test
  void whatIsShownAndTrueIsNoDrift() {
    view(node.open(neighbour), POST);
    time.advance(LOOK);
    assertThat(drift()).isZero();
    assertThat(node.nodeMetrics.total(Counter.COUNTS_SAMPLED)).isEqualTo(1);
  }

  @Test
  void whatNobodyAnnouncedIsDriftUntilItIsReadAgain() {
    redis.sessions.put(FOREIGN, POST);
    redis.views.put(POST, 7L);
    time.advance(LOOK);
    assertThat(drift()).isEqualTo(7);

    presence.changed(POST);
    time.advance(LOOK);
    assertThat(reader.last()).isEqualTo("13 1/7");
    assertThat(drift()).isZero();
  }

  @Test
  void viewersThatAreShownAndHaveLeftAreDriftAsWell() {
    redis.sessions.put(FOREIGN, POST);
    presence.changed(POST);
    time.advance(Duration.ofMillis(100));
    redis.sessions.clear();
    time.advance(LOOK);
    assertThat(drift()).isEqualTo(1);
  }

  @Test
  void theDriftIsTheDifferenceAndNotTheNumbers() {
    redis.views.put(POST, 30L);
    redis.sessions.put("one", POST);
    presence.changed(POST);
    time.advance(Duration.ofMillis(100));
    redis.sessions.put(FOREIGN, POST);
    time.advance(LOOK);
    assertThat(drift()).isEqualTo(1);
  }

  @Test
  void aChangeThatIsOnItsWayWhenItIsLookedAtIsNoDrift() {
    time.advance(CountsSampler.PAUSE.minusMillis(200));
    redis.sessions.put(FOREIGN, POST);
    time.advance(Duration.ofMillis(300)); // looked at, and not announced yet
    assertThat(asked).isNotEmpty();
    presence.changed(POST);
    time.advance(LOOK);
    assertThat(drift()).isZero();
  }

  @Test
  void whatChangesAgainBeforeTheSecondLookIsNotLookedAtTwice() {
    time.advance(CountsSampler.PAUSE.minusMillis(200));
    redis.sessions.put(FOREIGN, POST);
    time.advance(Duration.ofMillis(300));
    int before = asked.size();
    presence.changed(POST);
    time.advance(CountsSampler.LOOK_AGAIN);
    assertThat(asked).hasSize(before);
    time.advance(CountsSampler.PAUSE);
    assertThat(asked).as("in the next round it is").hasSizeGreaterThan(before);
  }

  @Test
  void twentyPostsEachFiveSecondsAreLookedAtAndEachHasItsTurn() {
    for (int i = 0; i < 99; i++) {
      presence.watch(node.open(neighbour), List.of(new Post("p" + i)));
    }
    time.advance(Duration.ofMillis(100));
    asked.clear();
    time.advance(CountsSampler.PAUSE.multipliedBy(6));
    assertThat(asked).hasSize(6).allMatch(posts -> posts.size() <= CountsSampler.POSTS);
    Set<Post> all = new HashSet<>();
    asked.forEach(all::addAll);
    assertThat(all).hasSize(100);
  }

  @Test
  void whereNothingIsShownNothingIsAsked() {
    presence.leave(watching);
    time.advance(GRACE);
    asked.clear();
    time.advance(Duration.ofMinutes(1));
    assertThat(asked).isEmpty();
    assertThat(drift()).isZero();
  }

  @Test
  void whileRedisIsAwayNothingIsAskedAndTheDriftIsNotKnown() {
    node.away();
    node.nodeMetrics.state().redisUp(false);
    time.advance(LOOK);
    assertThat(asked).isEmpty();
    assertThat(drift()).isEqualTo(CountsSampler.UNKNOWN);
  }

  @Test
  void whenItCannotBeReadTheDriftIsNotKnownAndTheNextRoundTriesAgain() {
    failing = true;
    time.advance(LOOK);
    assertThat(drift()).isEqualTo(CountsSampler.UNKNOWN);
    failing = false;
    time.advance(LOOK);
    assertThat(drift()).isZero();
  }

  @Test
  void theOldestChangeThatIsNotReadYetHasItsAge() {
    node.repository.beLate();
    presence.changed(POST);
    time.advance(CountsSampler.PAUSE.multipliedBy(3));
    assertThat(oldestUnread()).isGreaterThanOrEqualTo(CountsSampler.PAUSE.multipliedBy(2));
    answerAll();
    time.advance(CountsSampler.PAUSE);
    assertThat(oldestUnread()).isZero();
  }

  private long drift() {
    return node.nodeMetrics.value(Gauge.COUNTS_DRIFT);
  }

  private Duration oldestUnread() {
    return Duration.ofMillis(node.nodeMetrics.value(Gauge.OLDEST_UNREAD_CHANGE_MILLIS));
  }

  /** Redis, as whoever may wait reads it. */
  private final class Recorded implements CountsReader {
    @Override
    public List<Counts> counts(List<Post> posts) {
      if (failing) {
        throw new UnavailableException("Redis is out of reach");
      }
      asked.add(posts);
      return node.repository.counts(posts);
    }

    @Override
    public List<RankedPost> top(int limit) {
      return List.of();
    }

    @Override
    public SiteTotal site() {
      return new SiteTotal(0, 0);
    }
  }
}
