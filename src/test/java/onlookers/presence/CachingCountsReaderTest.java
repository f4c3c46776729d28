package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.ManualScheduler;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CachingCountsReaderTest {
  private static final Post A = new Post("a");
  private static final Post B = new Post("b");

  private final ManualScheduler time = new ManualScheduler();
  private final NodeMetrics nodeMetrics = new NodeMetrics();
  private final SlowReader slow = new SlowReader();
  private final CachingCountsReader reader =
      new CachingCountsReader(slow, nodeMetrics.state(), time);

  @BeforeEach
  void redisIsThere() {
    nodeMetrics.state().redisUp(true);
  }

  @Test
  void countsAreThoseOfTheReaderBehindInTheOrderAsked() {
    assertThat(reader.counts(List.of(B, A, B)))
        .containsExactly(new Counts(1, 2), new Counts(1, 1), new Counts(1, 2));
    assertThat(slow.asked).containsExactly("[b, a]");
  }

  @Test
  void theyAreReadOnceASecond() {
    reader.counts(List.of(A));
    time.advance(Duration.ofMillis(999));
    reader.counts(List.of(A));
    assertThat(slow.asked).hasSize(1);
    time.advance(Duration.ofMillis(1));
    assertThat(reader.counts(List.of(A))).containsExactly(new Counts(2, 1));
    assertThat(slow.asked).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "10, 10", "11, 100", "100, 100", "101, 1000", "1000, 1000", "1001, 10000"})
  void aRankingIsReadInOneOfFourLengthsAndCut(int limit, int length) {
    assertThat(reader.top(limit)).hasSize(limit).startsWith(new RankedPost(new Post("p0"), 5000));
    assertThat(slow.asked).containsExactly("top " + length);
    assertThat(reader.top(limit)).hasSize(limit);
    assertThat(slow.asked).hasSize(1);
  }

  @Test
  void theSiteIsReadOnceASecondHoweverManyAsk() {
    assertThat(reader.site()).isEqualTo(new SiteTotal(1, 5000));
    time.advance(Duration.ofMillis(999));
    assertThat(reader.site()).isEqualTo(new SiteTotal(1, 5000));
    assertThat(slow.asked).containsExactly("site");
    time.advance(Duration.ofMillis(1));
    assertThat(reader.site()).isEqualTo(new SiteTotal(2, 5000));
    assertThat(slow.asked).hasSize(2);
  }

  @Test
  void theSiteIsNotReadWhileSessionsAreStillToBeWrittenAgain() {
    reader.site();
    nodeMetrics.state().degraded(true);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(reader::site)
        .withMessage("Redis does not know all sessions yet");
    assertThat(slow.asked).hasSize(1);
  }

  @Test
  void aRankingThatIsShortIsNotPadded() {
    slow.posts = 3;
    assertThat(reader.top(10)).hasSize(3);
  }

  @Test
  void whileRedisIsAwayNobodyIsAskedThoughTheAnswerIsKnown() {
    reader.counts(List.of(A));
    reader.top(1);
    reader.site();
    slow.asked.clear();
    nodeMetrics.state().redisUp(false);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> reader.counts(List.of(A)))
        .withMessage("Redis is out of reach");
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> reader.top(1));
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(reader::site);
    assertThat(slow.asked).isEmpty();
  }

  @Test
  void whileRedisHangsOnlyAFewWaitWhateverTheyAskFor() throws Exception {
    slow.gate = new CountDownLatch(1);
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (int i = 0; i < CachingCountsReader.MAX_WAITING; i++) {
      Post post = new Post("post" + i);
      boolean ranking = i == 0;
      asked.add(start(() -> ranking ? reader.top(1) : reader.counts(List.of(post))));
    }
    await().until(() -> slow.asked.size() == CachingCountsReader.MAX_WAITING);
    time.advance(Duration.ofMillis(250));
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> reader.counts(List.of(A)));
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> reader.top(1));
    slow.gate.countDown();
    for (CompletableFuture<?> one : asked) {
      one.get(30, TimeUnit.SECONDS);
    }
    await().until(() -> !reader.counts(List.of(A)).isEmpty());
  }

  private static CompletableFuture<Object> start(Supplier<Object> question) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    Thread thread = new Thread(() -> answer.complete(question.get()), "asks");
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  /** Answers with how often it was asked, and with the place in the list of posts. */
  private static final class SlowReader implements CountsReader {
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    volatile CountDownLatch gate = new CountDownLatch(0);
    int posts = 5000;

    @Override
    public List<Counts> counts(List<Post> all) {
      asked.add(all.toString());
      pass();
      return all.stream()
          .map(post -> new Counts(asked.size(), post.id().charAt(0) - 'a' + 1))
          .toList();
    }

    @Override
    public List<RankedPost> top(int limit) {
      asked.add("top " + limit);
      pass();
      Stream<RankedPost> ranking =
          IntStream.range(0, posts).mapToObj(i -> new RankedPost(new Post("p" + i), 5000 - i));
      return ranking.limit(limit).toList();
    }

    @Override
    public SiteTotal site() {
      asked.add("site");
      pass();
      return new SiteTotal(asked.size(), posts);
    }

    private void pass() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
