package onlookers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import onlookers.fixture.LogCapture;
import onlookers.presence.Instruments;
import onlookers.presence.Instruments.Counter;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.Viewing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each write sends, and what becomes of each answer to it. */
class OperationTest {
  private static final Post POST = new Post("13");
  private static final Viewing VIEWING = new Viewing("s", POST, null, null);
  private static final Object WRONG_TYPE = ScriptedRedis.error("WRONGTYPE of a key");

  private final Keys keys = new Keys("");
  private final ScriptCalls calls =
      new ScriptCalls(
          keys,
          new Owner("node:1"),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ZERO));
  private final Instruments instruments = new Instruments();
  private final ViewLedger ledger = new ViewLedger(instruments);
  private final List<String> told = new ArrayList<>();
  private final List<Runnable> teller = new ArrayList<>();

  private Operation view(Kind kind) {
    return view(kind, VIEWING);
  }

  private Operation view(Kind kind, Viewing viewing) {
    return new ViewOperation(calls, ledger, viewing, kind, setback -> told.add("" + setback));
  }

  private Operation resume() {
    return new ResumeOperation(calls, ledger, teller::add, VIEWING, alive -> told.add("" + alive));
  }

  private Operation leave() {
    return new LeaveOperation(calls, "s", POST, true, () -> told.add("taken over"));
  }

  private Operation count(long amount) {
    return new CountOperation(calls, ledger, new ViewLedger.Unwritten(VIEWING, 0, amount, true));
  }

  /** Sends the write, takes in the answer and tells what is to be told. */
  private ScriptedRedis answered(Operation write, Script script, Object answer) {
    ScriptedRedis redis = new ScriptedRedis().knowingScripts().on(script.name(), answer);
    Batch batch = new Batch(List.of(write), List.of());
    batch.exchange(redis.jedis(), new CountsQuery(keys, calls));
    List<Runnable> tidings = new ArrayList<>();
    batch.receive(tidings);
    tidings.forEach(Runnable::run);
    return redis;
  }

  private long counted() {
    return instruments.total(Counter.VIEWS_COUNTED);
  }

  @Test
  void anArrivalIsOneViewThatIsOwedUntilItIsWritten() {
    Operation arrival = view(Kind.ARRIVAL);
    assertThat(ledger.open(POST)).isOne();

    answered(arrival, Script.VIEW, List.of(1L, 1L));

    assertThat(ledger.open(POST)).isZero();
    assertThat(counted()).isOne();
    assertThat(told).isEmpty();
  }

  @Test
  void anArrivalThatAnotherPageLoadHasCountedAddsNone() {
    answered(view(Kind.ARRIVAL), Script.VIEW, List.of(1L, 0L));

    assertThat(ledger.open(POST)).isZero();
    assertThat(counted()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"RENEWAL", "RECLAIM"})
  void whoIsSeenAgainAddsNoViewAndOwesNone(Kind kind) {
    ledger.taken(VIEWING);

    ScriptedRedis redis = answered(view(kind), Script.VIEW, List.of(1L, 0L));

    assertThat(ledger.open(POST)).as("that of another write").isOne();
    assertThat(redis.last("VIEW").arguments())
        .containsSubsequence(kind == Kind.RENEWAL ? "renewal" : "reclaim", "0");
  }

  @Test
  void everyArrivalHasANumberOfItsOwn() {
    List<String> numbers =
        Stream.of(Kind.ARRIVAL, Kind.RENEWAL, Kind.ARRIVAL)
            .map(kind -> answered(view(kind), Script.VIEW, List.of(1L, 1L)))
            .map(redis -> redis.last("VIEW").arguments().get(6))
            .toList();

    assertThat(numbers).containsExactly("1", "0", "2");
    assertThat(answered(count(3), Script.COUNT, 3L).last("COUNT").arguments()).startsWith("3", "3");
  }

  @ParameterizedTest
  @EnumSource
  void whatAnotherNodeOwnsIsTakenOver(Kind kind) {
    answered(view(kind), Script.VIEW, List.of(0L, 0L));

    assertThat(told).containsExactly("TAKEN_OVER");
    assertThat(ledger.open(POST)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatAKeyForbidsIsRefusedAndOwedNoLonger(Kind kind) {
    ledger.taken(VIEWING);
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      answered(view(kind), Script.VIEW, WRONG_TYPE);

      assertThat(log.warnings())
          .containsExactly("Redis refused: session of post 13 not written: WRONGTYPE of a key");
    }
    assertThat(told).containsExactly("REFUSED");
    assertThat(ledger.open(POST)).as("that of another write").isOne();
    assertThat(counted()).isZero();
  }

  @Test
  void anArrivalThatWasNeverSentIsPostponed() {
    Operation arrival = view(Kind.ARRIVAL);

    arrival.abandon();
    arrival.abandon();

    assertThat(ledger.takePostponed(0))
        .extracting(ViewLedger.Unwritten::number)
        .containsExactly(0L);
    assertThat(ledger.open(POST)).isOne();
  }

  @Test
  void anArrivalOfWhichNobodyKnowsWhetherItWasWrittenIsPostponedUnderItsNumber() {
    Operation arrival = view(Kind.ARRIVAL);
    arrival.send(new ScriptedRedis().knowingScripts().jedis().pipelined());

    arrival.abandon();

    assertThat(ledger.takePostponed(0))
        .extracting(ViewLedger.Unwritten::number)
        .containsExactly(1L);
  }

  @Test
  void aPageThatReconnectsOwesNoSecondView() {
    Viewing visit = new Viewing("s", POST, "page-load", null);
    view(Kind.ARRIVAL, visit);
    Operation again = view(Kind.ARRIVAL, visit);
    assertThat(ledger.open(POST)).isOne();

    answered(again, Script.VIEW, List.of(1L, 0L));

    assertThat(ledger.open(POST)).as("that of the first").isOne();
  }

  @Test
  void aRenewalThatIsAbandonedOwesNothing() {
    view(Kind.RENEWAL).abandon();

    assertThat(ledger.takePostponed(0)).isEmpty();
  }

  @Test
  void aResumeTellsWhetherTheSessionWasAliveAndCountsWhatItAdded() {
    answered(resume(), Script.VIEW, List.of(1L, 1L));
    answered(resume(), Script.VIEW, List.of(1L, 0L));
    ScriptedRedis redis = answered(resume(), Script.VIEW, List.of(0L, 0L));

    assertThat(told).containsExactly("true", "true", "false");
    assertThat(counted()).isOne();
    assertThat(redis.last("VIEW").arguments()).containsSubsequence("resume", "0");
  }

  @Test
  void aResumeThatIsRefusedOrLostIsAnsweredByNo() {
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      answered(resume(), Script.VIEW, WRONG_TYPE);
      assertThat(log.warnings())
          .containsExactly("Redis refused: session of post 13 not resumed: WRONGTYPE of a key");
    }
    assertThat(told).containsExactly("false");

    resume().abandon();
    assertThat(told).as("the queue is locked, perhaps").hasSize(1);
    teller.forEach(Runnable::run);
    assertThat(told).containsExactly("false", "false");
  }

  @Test
  void anEndIsToldOnlyWhereAnotherNodeOwnsTheSession() {
    answered(leave(), Script.LEAVE, 1L);
    assertThat(told).isEmpty();

    answered(leave(), Script.LEAVE, 0L);
    assertThat(told).containsExactly("taken over");
  }

  @Test
  void anEndThatIsRefusedIsNamedAndAnEndThatIsLostIsNot() {
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      answered(leave(), Script.LEAVE, WRONG_TYPE);
      leave().abandon();

      assertThat(log.warnings())
          .containsExactly("Redis refused: session not removed: WRONGTYPE of a key");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void viewsOfAnOutageAreOwedUntilTheyAreWritten() {
    ledger.taken(VIEWING);
    ledger.taken(VIEWING);

    answered(count(2), Script.COUNT, 2L);

    assertThat(ledger.open(POST)).isZero();
    assertThat(counted()).isEqualTo(2);
  }

  @Test
  void viewsOfAnOutageThatAKeyForbidsAreNamedAndOwedNoLonger() {
    ledger.taken(VIEWING);
    try (LogCapture log = new LogCapture(ScriptCalls.class)) {
      answered(count(1), Script.COUNT, WRONG_TYPE);

      assertThat(log.warnings())
          .containsExactly("Redis refused: views of post 13 not added: WRONGTYPE of a key");
    }
    assertThat(ledger.open(POST)).isZero();
    assertThat(counted()).isZero();
  }

  @Test
  void viewsOfAnOutageThatAreLostAgainArePostponedUnderTheirNumber() {
    Operation write = count(5);
    write.send(new ScriptedRedis().knowingScripts().jedis().pipelined());

    write.abandon();

    assertThat(ledger.takePostponed(0))
        .containsExactly(new ViewLedger.Unwritten(VIEWING, 1, 5, true));
  }

  @Test
  void whatIsAboutTheServerIsAboutNoSingleWrite() {
    Operation arrival = view(Kind.ARRIVAL);
    Batch batch = new Batch(List.of(arrival), List.of());
    ScriptedRedis redis =
        new ScriptedRedis().knowingScripts().on("VIEW", ScriptedRedis.error("OOM full"));
    batch.exchange(redis.jedis(), new CountsQuery(keys, calls));

    assertThatThrownBy(() -> batch.receive(new ArrayList<>()))
        .isInstanceOf(RedisAwayException.class)
        .hasMessage("OOM full");
    assertThat(ledger.takePostponed(0)).hasSize(1);
    assertThat(told).isEmpty();
  }
}
