package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.Script;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

class BatchTest {
  private static final Post POST = new Post("13");
  private static final Long DONE = 1L;

  private final List<String> log = new ArrayList<>();
  private final List<Runnable> repositoryListener = new ArrayList<>();

  @Test
  void callbacksComeInTheOrderOfTheWrites() {
    Operation first = sent(notifies("first"), "first");
    Operation second = sent(notifies("second"), "second");

    new Batch(List.of(first, second, new Barrier(() -> log.add("mark"))), List.of())
        .receive(repositoryListener);
    repositoryListener.forEach(Runnable::run);

    assertThat(log).containsExactly("first", "second", "mark");
  }

  @Test
  void whatWasAnsweredIsNotAbandoned() {
    Batch batch = new Batch(List.of(sent(DONE, "a")), List.of());
    batch.receive(repositoryListener);
    batch.abandon();

    assertThat(log).isEmpty();
  }

  @Test
  void aRedisThatCannotWorkIsReportedAndTheOtherRepliesAreRead() {
    Operation full = sent(new JedisDataException("OOM command not allowed"), "full");
    Operation sound = sent(notifies("sound"), "sound");
    Batch batch =
        new Batch(List.of(full, sound, new Barrier(() -> log.add("mark"))), List.of(read()));

    assertThatThrownBy(() -> batch.receive(repositoryListener))
        .isInstanceOf(RedisAwayException.class)
        .hasMessageContaining("OOM");
    repositoryListener.forEach(Runnable::run);

    assertThat(log).containsExactlyInAnyOrder("full abandoned", "counts abandoned", "sound");
  }

  @Test
  void aForgottenScriptIsARedisThatCannotWork() {
    Batch batch =
        new Batch(List.of(sent(new JedisNoScriptException("NOSCRIPT no"), "a")), List.of());

    assertThatThrownBy(() -> batch.receive(repositoryListener))
        .isInstanceOf(RedisAwayException.class);
    assertThat(log).containsExactly("a abandoned");
  }

  @Test
  void aReplyThatMakesNoSenseCostsNoOtherOne() {
    Operation strange =
        new StubOperation(DONE, () -> log.add("strange abandoned")) {
          @Override
          public Runnable done() {
            throw new ClassCastException("no list");
          }
        };
    strange.send(null);
    Operation sound = sent(notifies("sound"), "sound");
    Batch batch = new Batch(List.of(strange, sound), List.of());

    assertThatThrownBy(() -> batch.receive(repositoryListener))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("no list");
    repositoryListener.forEach(Runnable::run);
    batch.abandon();

    assertThat(log).containsExactly("strange abandoned", "sound");
  }

  @Test
  void whoFailsToBeAbandonedKeepsNoOtherFromIt() {
    Operation failing = new StubOperation(DONE, BatchTest::fail);
    Operation sound = new StubOperation(DONE, () -> log.add("sound abandoned"));

    new Batch(List.of(failing, sound), List.of(read())).abandon();

    assertThat(log).containsExactly("sound abandoned", "counts abandoned");
  }

  @Test
  void whoIsRefusedAndFailsToBeAbandonedKeepsNoOtherFromItsAnswer() {
    Operation failing = new StubOperation(new JedisDataException("OOM no"), BatchTest::fail);
    failing.send(null);
    Operation sound = sent(notifies("sound"), "sound");
    Batch batch = new Batch(List.of(failing, sound), List.of(read()));

    assertThatThrownBy(() -> batch.receive(repositoryListener))
        .isInstanceOf(RedisAwayException.class);
    repositoryListener.forEach(Runnable::run);

    assertThat(log).containsExactlyInAnyOrder("counts abandoned", "sound");
  }

  private static void fail() {
    throw new IllegalStateException("it fails");
  }

  @Test
  void anErrorThatIsAboutOneKeyIsNoReasonToGiveUp() {
    Operation wrong = sent(new JedisDataException("WRONGTYPE Operation against a key"), "wrong");
    Operation sound = sent(notifies("sound"), "sound");

    new Batch(List.of(wrong, sound), List.of()).receive(repositoryListener);
    repositoryListener.forEach(Runnable::run);

    assertThat(log).containsExactly("sound");
  }

  @Test
  void aBatchThatWasNeverSentIsAbandonedWhole() {
    Batch batch =
        new Batch(List.of(new StubOperation(DONE, () -> log.add("a abandoned"))), List.of(read()));
    batch.abandon();
    batch.abandon();

    assertThat(log).startsWith("a abandoned", "counts abandoned");
    assertThat(log).containsOnlyOnce("a abandoned");
  }

  @Test
  void aReadWithoutAnAnswerIsAbandoned() {
    Batch batch = new Batch(List.of(), List.of(read()));

    assertThatThrownBy(() -> batch.receive(repositoryListener))
        .isInstanceOf(IllegalStateException.class);
    assertThat(log).containsExactly("counts abandoned");
  }

  @Test
  void writesComeBeforeReadsAndEachReaderReceivesTheCounts() {
    ScriptedRedis redis = redis().knowingScripts();
    PendingRead read = read();
    Batch batch = new Batch(List.of(leave("a"), leave("b")), List.of(read));

    batch.exchange(redis.masters(), query());
    batch.receive(repositoryListener);
    assertThat(log).as("that is the notifier's").isEmpty();
    repositoryListener.forEach(Runnable::run);

    assertThat(redis.names()).containsExactly("RELEASE", "RELEASE", "SCARD", "GET");
    assertThat(log).containsExactly("taken over", "counts 2/7");
  }

  @Test
  void aServerThatHasForgottenTheScriptsIsTaughtThemAndAskedAgain() {
    ScriptedRedis redis = redis();
    Batch batch =
        new Batch(List.of(leave("a"), new StubOperation(DONE, () -> {})), List.of(read()));

    batch.exchange(redis.masters(), query());
    batch.receive(repositoryListener);
    repositoryListener.forEach(Runnable::run);

    assertThat(redis.names()).startsWith("RELEASE", "SCARD", "GET", "SCRIPT");
    assertThat(redis.names()).endsWith("SCRIPT", "RELEASE");
    assertThat(redis.names()).filteredOn("SCRIPT"::equals).hasSize(Script.values().length);
    assertThat(log).containsExactly("taken over", "counts 2/7");
  }

  @Test
  void whatFollowsFromAnAnswerIsSentInFurtherRounds() {
    ScriptedRedis redis = redis();
    Operation two = stub(Set.of()).then("two-1").then("two-2");
    Operation one = stub(Set.of()).then("one-1");
    Batch batch = new Batch(List.of(two, one), List.of());

    batch.exchange(redis.masters(), query());

    assertThat(redis.calls.stream().map(call -> call.arguments().get(0)))
        .containsExactly("two-1", "one-1", "two-2");
  }

  @Test
  void whatIsReadBehindAFurtherRoundIsReadAgain() {
    ScriptedRedis redis = redis();
    Operation moves = stub(Set.of(POST)).then("moves");
    Batch batch = new Batch(List.of(moves), List.of(read()));

    batch.exchange(redis.masters(), query());

    assertThat(redis.names()).containsExactly("SCARD", "GET", "STRLEN", "SCARD", "GET");
  }

  @Test
  void theCountsThatArePublishedAreThoseOfTheLastRound() {
    ScriptedRedis redis = redis();
    long[] viewers = {2};
    redis.on("SCARD", call -> viewers[0]).on("STRLEN", call -> viewers[0]++);
    Batch batch = new Batch(List.of(stub(Set.of(POST)).then("moves")), List.of(read()));

    batch.exchange(redis.masters(), query());
    batch.receive(repositoryListener);
    repositoryListener.forEach(Runnable::run);

    assertThat(log).containsExactly("counts 3/7");
  }

  @Test
  void whatIsReadOfOtherPostsIsReadOnce() {
    ScriptedRedis redis = redis();
    Batch batch = new Batch(List.of(stub(Set.of(new Post("14"))).then("moves")), List.of(read()));

    batch.exchange(redis.masters(), query());

    assertThat(redis.names()).containsExactly("SCARD", "GET", "STRLEN");
  }

  @Test
  void whatNeverComesToAnEndIsLeftToTheNextSweep() {
    ScriptedRedis redis = redis();
    StubOperation endless = stub(Set.of());
    for (int i = 0; i < 100; i++) {
      endless.then("round");
    }

    new Batch(List.of(endless), List.of()).exchange(redis.masters(), query());

    assertThat(redis.names()).hasSize(8);
  }

  @Test
  void whatWasRefusedGoesNoFurther() {
    ScriptedRedis redis = redis().on("STRLEN", new JedisDataException("WRONGTYPE of a key"));
    Operation refused = stub(Set.of()).then("refused").then("not asked");

    new Batch(List.of(refused), List.of()).exchange(redis.masters(), query());

    assertThat(redis.names()).containsExactly("STRLEN");
  }

  @Test
  void anAnswerFromWhichNothingCanFollowCostsNoOtherWrite() {
    Operation strange =
        new StubOperation(DONE, () -> log.add("strange abandoned")) {
          @Override
          public boolean goOn(AbstractPipeline pipeline, int round) {
            throw new ClassCastException("no list");
          }
        };
    Operation sound = new StubOperation(notifies("sound"), () -> log.add("sound abandoned"));
    Batch batch = new Batch(List.of(strange, sound), List.of());

    batch.exchange(redis().masters(), query());
    assertThatThrownBy(() -> batch.receive(repositoryListener))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("no list");
    repositoryListener.forEach(Runnable::run);

    assertThat(log).containsExactly("strange abandoned", "sound");
  }

  /** Else whoever asks next would be given its answer. */
  @Test
  void whatWasWrittenBeforeAnAnswerWasFoundToBeARefusalIsAnsweredToo() {
    ScriptedRedis redis = redis().on("STRLEN", 1L);
    Operation halfWay =
        new StubOperation(DONE, () -> {}) {
          @Override
          public boolean goOn(AbstractPipeline pipeline, int round) {
            pipeline.strlen("half");
            throw new JedisDataException("WRONGTYPE of a key");
          }
        };
    new Batch(List.of(halfWay), List.of()).exchange(redis.masters(), query());

    Batch next = new Batch(List.of(), List.of(read()));
    next.exchange(redis.masters(), query());
    next.receive(repositoryListener);
    repositoryListener.forEach(Runnable::run);

    assertThat(log).containsExactly("counts 2/7");
  }

  private static StubOperation stub(Set<Post> touched) {
    return new StubOperation(null, DONE, () -> {}, touched);
  }

  @Test
  void aBatchIsEmptyWhenThereIsNothingOfAnyKind() {
    assertThat(new Batch(List.of(), List.of()).isEmpty()).isTrue();
    assertThat(new Batch(List.of(sent(DONE, "a")), List.of()).isEmpty()).isFalse();
    assertThat(new Batch(List.of(new Barrier(() -> {})), List.of()).isEmpty()).isFalse();
    assertThat(new Batch(List.of(), List.of(read())).isEmpty()).isFalse();
  }

  private static final Keys KEYS = new Keys("");
  private static final ScriptCalls CALLS =
      new ScriptCalls(
          KEYS,
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));

  private static CountsQuery query() {
    return new CountsQuery(KEYS, CALLS);
  }

  private static ScriptedRedis redis() {
    return new ScriptedRedis().on("RELEASE", List.of(0L, "")).on("SCARD", 2L).on("GET", "7");
  }

  private Operation leave(String session) {
    Runnable takenOver = session.equals("a") ? () -> log.add("taken over") : () -> {};
    return new LeaveOperation(
        CALLS,
        new RecentSteps(System::nanoTime),
        new Ending(session, POST, false),
        takenOver,
        ending -> {});
  }

  private Runnable notifies(String text) {
    return () -> log.add(text);
  }

  private Operation sent(Object reply, String name) {
    Operation operation = new StubOperation(reply, () -> log.add(name + " abandoned"));
    operation.send(null);
    return operation;
  }

  private PendingRead read() {
    PendingRead read = new PendingRead(POST, 0);
    read.add(
        new CountsCallback() {
          @Override
          public void counts(Counts counts) {
            log.add("counts " + counts.viewers() + "/" + counts.views());
          }

          @Override
          public void abandoned() {
            log.add("counts abandoned");
          }
        },
        0);
    return read;
  }
}
