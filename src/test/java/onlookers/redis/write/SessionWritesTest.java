package onlookers.redis.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import onlookers.presence.Post;
import onlookers.presence.PresenceRepository.Kind;
import onlookers.presence.Viewing;
import onlookers.redis.MemoryRedis;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.Owner;
import onlookers.redis.schema.RedisPolicy;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.NodeMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in Redis after each write, whoever else writes meanwhile. */
class SessionWritesTest {
  private static final Post POST = new Post("13");
  private static final String ME = "node:1";
  private static final String OTHER = "other:1";
  private static final String PARKED = "parked:13:";
  private static final Object NO_NUMBER =
      ScriptedRedis.error("ERR value is not an integer or out of range");
  private static final String OWNER_KEY = "onlookers:owner:{session:s}";

  private final ScriptCalls calls =
      new ScriptCalls(
          new Keys(""),
          new Owner(ME),
          new RedisPolicy(Duration.ofSeconds(660), Duration.ofSeconds(15), Duration.ZERO));
  private final PendingViews pendingViews =
      new PendingViews(new NodeMetrics(), () -> 0, ViewHistoryTest.history(), 0);
  private final List<String> notified = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
  private final RecentSteps steps = new RecentSteps(now::get);
  private final PendingEndings endings = new PendingEndings();
  private MemoryRedis redis = new MemoryRedis();
  private ScriptedRedis connection = redis.connection();

  private Operation view(Kind kind) {
    Viewing viewing = new Viewing("s", POST, null, null);
    return new ViewOperation(
        calls,
        pendingViews,
        steps,
        new ViewOperation.Step(viewing, null, kind),
        failure -> notified.add("" + failure));
  }

  private Operation resume() {
    Viewing viewing = new Viewing("s", POST, null, null);
    return new ResumeOperation(
        calls,
        pendingViews,
        steps,
        viewing,
        new RecordingOutcome(
            alive -> notified.add("alive " + alive), Runnable::run, new ArrayList<>()));
  }

  private Operation leave(boolean resumed) {
    return new LeaveOperation(
        calls,
        steps,
        new Ending("s", POST, resumed),
        () -> notified.add("taken over"),
        ending -> {});
  }

  private Operation park() {
    return new ParkOperation(
        calls,
        pendingViews,
        steps,
        new Viewing("s", POST, null, null),
        () -> notified.add("taken over"));
  }

  private Batch sent(Operation write) {
    Batch batch = new Batch(List.of(write), List.of());
    batch.exchange(connection.masters(), new CountsQuery(calls.keys(), calls));
    return batch;
  }

  private void exchange(Operation write) {
    Batch batch = sent(write);
    List<Runnable> repositoryListener = new ArrayList<>();
    batch.receive(repositoryListener);
    repositoryListener.forEach(Runnable::run);
  }

  private long rounds() {
    return connection.events.stream().filter("redis sends"::equals).count();
  }

  private void assertStandsAt(String post) {
    assertThat(redis.strings.get("session:s")).isEqualTo(post);
    assertThat(redis.hashed("s")).isEqualTo(post);
    assertThat(redis.standsAt("s")).isEqualTo(post == null ? List.of() : List.of(post));
  }

  @Test
  void whoArrivesStandsAtItsPostAfterOneRound() {
    exchange(view(Kind.ARRIVAL));

    assertStandsAt("13");
    assertThat(redis.views(POST)).isEqualTo("1");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(rounds()).isOne();
  }

  @Test
  void whoIsNewIsWrittenWithoutAskingWhoseItIs() {
    exchange(view(Kind.FIRST));

    assertStandsAt("13");
    assertThat(redis.views(POST)).isEqualTo("1");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(connection.names()).containsExactly("SET", "SET", "HSET", "SADD", "ADD_VIEWS");
    assertThat(connection.calls.get(0).arguments())
        .containsExactly(OWNER_KEY, ME, "NX", "EX", "660");
    assertThat(connection.calls.get(1).arguments())
        .containsExactly("session:s", "13", "NX", "EX", "660");
    assertThat(rounds()).isOne();
    assertThat(notified).isEmpty();
  }

  /** Its connection was given up, the session written by the next one, and resumed elsewhere. */
  @Test
  void aFirstWriteThatArrivesLateTakesTheSessionFromNobody() {
    redis.place("s", "14", OTHER);

    exchange(view(Kind.FIRST));

    assertThat(redis.strings).containsEntry(OWNER_KEY, OTHER).containsEntry("session:s", "14");
  }

  @Test
  void whoMovesIsTakenOutOfThePostBeforeInTheSecondRound() {
    redis.place("s", "12", ME);

    exchange(view(Kind.ARRIVAL));

    assertStandsAt("13");
    assertThat(connection.names()).containsExactly("CLAIM", "HSET", "SADD", "ADD_VIEWS", "SREM");
    assertThat(connection.last("SREM").arguments()).containsExactly("viewers:12", "s");
    assertThat(rounds()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"ARRIVAL", "RECLAIMING_ARRIVAL"})
  void whoMovesIsTakenOutOfThePostBeforeThoughTheViewCannotBeCounted(Kind kind) {
    redis.place("s", "12", ME);
    connection.on("ADD_VIEWS", NO_NUMBER);

    exchange(view(kind));

    assertStandsAt("13");
    assertThat(notified).containsExactly("REFUSED");
    assertThat(steps.departures()).extracting(Departure::left).contains(Set.of(new Post("12")));
  }

  @Test
  void whoIsOwnedByAnotherStaysThereThoughTheViewCannotBeCounted() {
    redis.place("s", "12", OTHER);
    connection.on("ADD_VIEWS", NO_NUMBER);

    exchange(view(Kind.ARRIVAL));

    assertStandsAt("12");
    assertThat(redis.strings).containsEntry(OWNER_KEY, OTHER);
    assertThat(notified).containsExactly("TAKEN_OVER");
  }

  @Test
  void whoIsResumedGoesOnThoughTheViewCannotBeCounted() {
    redis.place("s", "12", OTHER);
    connection.on("ADD_VIEWS", NO_NUMBER);

    exchange(resume());

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).as("or nobody would end it").containsExactly("alive true");
  }

  @Test
  void whoMovesTouchesBothPosts() {
    redis.place("s", "12", ME);
    Operation move = view(Kind.ARRIVAL);
    exchange(move);

    assertThat(move.touched()).containsExactlyInAnyOrder(POST, new Post("12"));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FIRST")
  void whoStaysCostsOneRound(Kind kind) {
    redis.place("s", "13", ME);

    exchange(view(kind));

    assertStandsAt("13");
    assertThat(rounds()).isOne();
    assertThat(notified).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"ARRIVAL", "RENEWAL"})
  void whoIsOwnedByAnotherStaysWhereThatOneHasIt(Kind kind) {
    redis.place("s", "12", OTHER);

    exchange(view(kind));

    assertStandsAt("12");
    assertThat(redis.strings).containsEntry(OWNER_KEY, OTHER);
    assertThat(notified).containsExactly("TAKEN_OVER");
  }

  @Test
  void whoIsReclaimedIsTakenFromAnotherWhichIsNotified() {
    redis.place("s", "12", OTHER);

    exchange(view(Kind.RECLAIM));

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).isEmpty();
    assertThat(connection.last("PUBLISH").arguments())
        .containsExactly("onlookers:rewrite:" + OTHER, "s");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FIRST")
  void whoWasEndedElsewhereIsNotWrittenAgain(Kind kind) {
    redis.strings.put(OWNER_KEY, "ended:" + OTHER);

    exchange(view(kind));

    assertStandsAt(null);
    assertThat(notified).containsExactly("TAKEN_OVER");
  }

  @Test
  void whoIsResumedAtAnotherPostIsMovedAndCountsAView() {
    redis.place("s", "12", OTHER);

    exchange(resume());

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(redis.views(POST)).isEqualTo("1");
    assertThat(notified).containsExactly("alive true");
    assertThat(rounds()).isEqualTo(2);
  }

  @Test
  void whoIsResumedAtAnotherPostTouchesBoth() {
    redis.place("s", "12", OTHER);
    Operation resume = resume();
    exchange(resume);

    assertThat(resume.touched()).containsExactlyInAnyOrder(POST, new Post("12"));
  }

  @Test
  void whoIsResumedAtItsPostCountsNoView() {
    redis.place("s", "13", OTHER);

    exchange(resume());

    assertStandsAt("13");
    assertThat(redis.views(POST)).isEqualTo("0");
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoIsGoneIsNotResumed() {
    exchange(resume());
    assertStandsAt(null);

    redis.strings.put(OWNER_KEY, "ended:" + OTHER);
    exchange(resume());
    assertStandsAt(null);

    redis.strings.put("session:s", "12"); // a stranger's
    redis.strings.remove(OWNER_KEY);
    MemoryRedis before = redis.copy();
    exchange(resume());
    assertThat(redis.strings).isEqualTo(before.strings);
    assertThat(notified).hasSize(3).containsOnly("alive false");
    assertThat(pendingViews.open(POST)).isZero();
  }

  @Test
  void whoLeavesStandsNowhere() {
    redis.place("s", "13", ME);

    exchange(leave(false));

    assertStandsAt(null);
    assertThat(redis.strings).isEmpty();
    assertThat(notified).isEmpty();
  }

  @Test
  void whoLeavesIsTakenOutOfThePostThatItsKeyNamesAsWell() {
    redis.place("s", "12", ME).sets.put("viewers:13", new TreeSet<>(List.of("s", "t")));

    exchange(leave(false));

    assertStandsAt(null);
    assertThat(redis.sets.get("viewers:13")).containsExactly("t");
  }

  @Test
  void whoWasTakenOverAndLeavesIsRememberedAsEnded() {
    redis.place("s", "13", ME);

    exchange(leave(true));

    assertStandsAt(null);
    assertThat(redis.strings).containsOnlyKeys(OWNER_KEY).containsEntry(OWNER_KEY, "ended:" + ME);
  }

  /** The connection broke behind the first round: that it has ended is all that was done. */
  @Test
  void whoWasTakenOverAndHasLeftWithoutAnAnswerStandsNowhereWhenThatIsWrittenAgain() {
    redis.place("s", "13", ME);
    redis.strings.remove("session:s");
    redis.strings.put(OWNER_KEY, "ended:" + ME);

    exchange(leave(true));

    assertStandsAt(null);
    assertThat(redis.strings).containsOnlyKeys(OWNER_KEY).containsEntry(OWNER_KEY, "ended:" + ME);
    assertThat(notified).isEmpty();
  }

  @Test
  void whoWasEndedByAnotherIsNotOursToEnd() {
    redis.place("s", "13", "ended:" + OTHER);
    MemoryRedis before = redis.copy();

    exchange(leave(true));

    assertThat(redis.strings).isEqualTo(before.strings);
    assertThat(notified).containsExactly("taken over");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "13"})
  void theEndOfASessionOfAnotherOwnerChangesNothing(String post) {
    redis.place("s", post, OTHER);
    MemoryRedis before = redis.copy();

    exchange(leave(true));

    assertStandsAt(post);
    assertThat(redis.strings).isEqualTo(before.strings);
    assertThat(connection.names()).containsExactly("RELEASE");
    assertThat(notified).containsExactly("taken over");
  }

  @Test
  void whoParksStandsNowhereAndIsOurs() {
    redis.place("s", "13", ME);

    exchange(park());

    assertStandsAt(null);
    assertThat(redis.strings).containsOnlyKeys(OWNER_KEY).containsEntry(OWNER_KEY, PARKED + ME);
    assertThat(connection.names()).containsExactly("PARK", "HDEL", "SREM");
    assertThat(notified).isEmpty();
  }

  @Test
  void whoParksIsTakenOutOfThePostThatItsKeyNamesAsWell() {
    redis.place("s", "12", ME).join("s", "13");
    Operation park = park();

    exchange(park);

    assertStandsAt(null);
    assertThat(park.touched()).containsExactlyInAnyOrder(POST, new Post("12"));
  }

  @Test
  void whoParksWhatIsAnothersChangesNothing() {
    redis.place("s", "13", OTHER);

    exchange(park());

    assertStandsAt("13");
    assertThat(connection.names()).containsExactly("PARK");
    assertThat(notified).containsExactly("taken over");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FIRST")
  void whoWasParkedHereIsWrittenAgain(Kind kind) {
    redis.strings.put(OWNER_KEY, PARKED + ME);

    exchange(view(kind));

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(rounds()).isOne();
  }

  @Test
  void whoWasParkedHereEnds() {
    redis.strings.put(OWNER_KEY, PARKED + ME);

    exchange(leave(false));

    assertThat(redis.strings).isEmpty();
    assertThat(notified).isEmpty();
  }

  @Test
  void whoIsParkedElsewhereIsResumedWithoutAView() {
    redis.strings.put(OWNER_KEY, PARKED + OTHER);
    redis.nodes.add(OTHER);

    exchange(resume());

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(redis.views(POST)).isEqualTo("0");
    assertThat(connection.last("PUBLISH").arguments()).contains("s");
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoIsParkedElsewhereAtAnotherPostIsMovedAndCountsAView() {
    redis.strings.put(OWNER_KEY, "parked:12:" + OTHER);
    redis.nodes.add(OTHER);

    exchange(resume());

    assertStandsAt("13");
    assertThat(redis.views(POST)).isEqualTo("1");
  }

  @Test
  void whoWasParkedByANodeThatIsNoMoreIsNotResumed() {
    redis.strings.put(OWNER_KEY, PARKED + OTHER);

    exchange(resume());

    assertStandsAt(null);
    assertThat(redis.strings).containsOnlyKeys(OWNER_KEY);
    assertThat(notified).containsExactly("alive false");
  }

  @Test
  void whoIsParkedAndEndsMeanwhileIsNotResumed() {
    redis.strings.put(OWNER_KEY, PARKED + OTHER);
    redis.nodes.add(OTHER);
    redis.between =
        () -> {
          if (connection.names().contains("ZSCORE")) {
            redis.strings.remove(OWNER_KEY);
          }
        };

    exchange(resume());

    assertStandsAt(null);
    assertThat(redis.strings).isEmpty();
    assertThat(notified).containsExactly("alive false");
  }

  @Test
  void whoHasParkedIsParkedAgainWhereThatIsNotKnown() {
    redis.place("s", "13", ME);
    exchange(park());

    promote();
    redis.place("s", "13", ME);
    replay(true);
    exchange(park());

    assertStandsAt(null);
    assertThat(redis.strings).containsEntry(OWNER_KEY, PARKED + ME);
  }

  @Test
  void whoHasParkedAndEndedIsEndedAgainWhereThatIsNotKnown() {
    redis.place("s", "13", ME);
    exchange(park());
    exchange(leave(false));

    promote();
    redis.strings.put(OWNER_KEY, PARKED + ME);
    replay(false);

    assertThat(redis.strings).isEmpty();
  }

  @Test
  void whoWasParkedElsewhereIsOursAlthoughThatIsNotKnown() {
    redis.strings.put(OWNER_KEY, PARKED + OTHER);
    redis.nodes.add(OTHER);
    exchange(resume());

    promote();
    redis.strings.put(OWNER_KEY, PARKED + OTHER);
    replay(true);
    exchange(view(Kind.RENEWAL));

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoWasTakenOverAndHasParkedIsParkedAlthoughNeitherIsKnown() {
    redis.place("s", "13", OTHER);
    exchange(resume());
    exchange(park());

    promote();
    redis.place("s", "13", OTHER);
    replay(true);
    exchange(park());

    assertStandsAt(null);
    assertThat(redis.strings).containsEntry(OWNER_KEY, PARKED + ME);
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoHasParkedWithoutAnAnswerIsTakenOutWhenThatIsWrittenAgain() {
    redis.place("s", "13", ME);
    park().abandon();
    assertThat(steps.departures()).containsExactly(new Departure("s", null, Set.of(POST), ""));

    redis.strings.remove("session:s"); // that much of it was done
    redis.strings.put(OWNER_KEY, PARKED + ME);
    exchange(park());

    assertStandsAt(null);
  }

  /**
   * Another owner moves, ends and begins the session, and each of its commands may come between any
   * two of ours.
   */
  @ParameterizedTest
  @EnumSource(names = {"ARRIVAL", "RENEWAL"})
  void whatWasWrittenTooMuchIsMendedWhateverTheOwnerDoesMeanwhile(Kind kind) {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      redis = new MemoryRedis().place("s", "12", OTHER);
      connection = redis.connection();
      Deque<Runnable> steps = new ArrayDeque<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        addSteps(steps, random);
      }
      redis.between =
          () -> {
            while (!steps.isEmpty() && random.nextInt(3) > 0) {
              steps.remove().run();
            }
          };
      notified.clear();

      exchange(view(kind));
      steps.forEach(Runnable::run);

      assertThat(notified).as("seed %d", seed).containsExactly("TAKEN_OVER");
      String post = redis.strings.get("session:s");
      assertThat(redis.hashed("s")).as("hash, seed %d", seed).isEqualTo(post);
      assertThat(redis.standsAt("s"))
          .as("sets, seed %d", seed)
          .isEqualTo(post == null ? List.of() : List.of(post));
    }
  }

  /** Moves to some post, or ends; in the order of the rounds of its owner. */
  private void addSteps(Deque<Runnable> steps, Random random) {
    String to = Integer.toString(11 + random.nextInt(4));
    String[] before = new String[1];
    boolean ends = random.nextInt(4) == 0;
    if (ends) {
      steps.add(() -> before[0] = redis.strings.remove("session:s"));
      steps.add(() -> redis.hashes.get("viewers").remove("s"));
    } else {
      steps.add(() -> before[0] = redis.strings.put("session:s", to));
      steps.add(() -> redis.hashes.get("viewers").put("s", to));
      steps.add(() -> redis.join("s", to));
    }
    steps.add(
        () -> {
          if (before[0] != null && (ends || !before[0].equals(to))) {
            redis.sets.get("viewers:" + before[0]).remove("s");
          }
        });
  }

  // A node of the version before, which has other names for what it remembers, may be at work.

  private static final String EARLIER_OWNER_KEY = "onlookers:owner:s";
  private static final String EARLIER_VISIT_KEY = "onlookers:visit:13:page-load-of-s";

  private void placeEarlier(String post, String owner) {
    calls.earlierVersion().possible(true);
    redis.place("s", post, OTHER);
    redis.strings.remove(OWNER_KEY);
    redis.strings.put(EARLIER_OWNER_KEY, owner);
  }

  @Test
  void whoANodeOfTheVersionBeforeHasIsTakenOverUnderBothNames() {
    placeEarlier("12", "old:0123");

    exchange(resume());

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME).containsEntry(EARLIER_OWNER_KEY, ME);
    assertThat(redis.views(POST)).as("it has moved").isEqualTo("1");
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoANodeOfTheVersionBeforeHasEndedIsNotResumed() {
    placeEarlier("12", "ended:old:0123");

    exchange(resume());

    assertStandsAt("12");
    assertThat(redis.strings).doesNotContainKey(OWNER_KEY);
    assertThat(notified).containsExactly("alive false");
  }

  @Test
  void whoNoNodeHasIsNotResumedAlsoWhereThereMayBeAnEarlierOne() {
    placeEarlier("12", "any");
    redis.strings.remove(EARLIER_OWNER_KEY);

    exchange(resume());

    assertStandsAt("12");
    assertThat(connection.names()).containsExactly("CLAIM", "GET");
    assertThat(notified).containsExactly("alive false");
  }

  @Test
  void whoIsTakenOverByAnotherMeanwhileStaysThatOnes() {
    placeEarlier("12", "old:0123");
    redis.between =
        () -> {
          if (connection.names().contains("GET")) {
            redis.strings.put(OWNER_KEY, OTHER);
          }
        };

    exchange(resume());

    assertStandsAt("12");
    assertThat(connection.names()).containsExactly("CLAIM", "GET", "SET", "CLAIM");
    assertThat(notified).containsExactly("alive false");
  }

  private Operation arrival() {
    return new ViewOperation(
        calls,
        pendingViews,
        steps,
        new ViewOperation.Step(new Viewing("s", POST, "page-load-of-s", null), null, Kind.ARRIVAL),
        failure -> notified.add("" + failure));
  }

  @Test
  void whoseViewNoEarlierNodeHasCountedIsCountedAndMarkedForThose() {
    calls.earlierVersion().possible(true);

    exchange(arrival());

    assertThat(redis.views(POST)).isEqualTo("1");
    assertThat(redis.strings).containsKey(EARLIER_VISIT_KEY);
    assertThat(pendingViews.open(POST)).isZero();
    assertThat(pendingViews.takeUnconfirmed().acknowledged()).hasSize(1);
  }

  @Test
  void whoseViewAnEarlierNodeHasCountedIsOnlyMarked() {
    calls.earlierVersion().possible(true);
    redis.strings.put(EARLIER_VISIT_KEY, "1");

    exchange(arrival());

    assertStandsAt("13");
    assertThat(redis.views(POST)).isEqualTo("0");
    assertThat(redis.strings).containsEntry("onlookers:visit:{views:13}:page-load-of-s", "counted");
    assertThat(connection.names()).doesNotContain("ADD_VIEWS");
    assertThat(pendingViews.open(POST)).isZero();
    assertThat(pendingViews.takeUnconfirmed().acknowledged()).isEmpty();
  }

  // Another server is the master, and never got the last that the old one acknowledged.

  private void promote() {
    redis = new MemoryRedis();
    connection = redis.connection();
  }

  private void replay(boolean active) {
    new RecoveryOperations(calls, pendingViews, ViewHistoryTest.history(), steps, endings)
        .departed(session -> active)
        .forEach(one -> exchange((Operation) one));
  }

  @Test
  void whoEndedWhileRedisWasAwayIsEndedWhenItIsBack() {
    redis.place("s", "13", ME);
    endings.add(new Ending("s", POST, false));

    replay(false);

    assertStandsAt(null);
    assertThat(endings.take()).isEmpty();
  }

  @Test
  void whoEndedWhileRedisWasAwayAndLivesHereAgainIsNotEnded() {
    redis.place("s", "13", ME);
    endings.add(new Ending("s", POST, false));

    replay(true);

    assertStandsAt("13");
    assertThat(endings.take()).isEmpty();
  }

  @Test
  void thePostBeforeAResumeIsLeftAlthoughOnlyTheKeyWasReplicated() {
    redis.place("s", "12", OTHER);
    exchange(resume());

    promote();
    redis.place("s", "13", ME);
    redis.join("s", "12");
    replay(true);

    assertStandsAt("13");
  }

  @Test
  void thePostThatTheKeyOfWhoParkedNamedIsLeftAlthoughOnlyThatWasReplicated() {
    redis.place("s", "12", ME);
    exchange(park());

    promote();
    redis.strings.put(OWNER_KEY, PARKED + ME);
    redis.join("s", "12");
    replay(true);

    assertStandsAt(null);
  }

  @Test
  void whoIsResumedWithoutAnAnswerIsTakenOutOfThePostBeforeAndTheViewIsKept() {
    redis.place("s", "12", OTHER);
    sent(resume()).abandon();
    redis.join("s", "12"); // that much of it was not done

    replay(true);

    assertStandsAt("13");
    assertThat(pendingViews.takeUnconfirmed().unknown()).hasSize(1);
    assertThat(notified).containsExactly("alive false");
  }

  @Test
  void whoseResumeIsRefusedHasNoViewThatWaits() {
    redis.place("s", "12", OTHER);
    connection.on("SADD", ScriptedRedis.error("WRONGTYPE of a key"));
    connection.on("ADD_VIEWS", ScriptedRedis.error("WRONGTYPE of a key"));

    exchange(resume());

    assertThat(notified).containsExactly("alive true");
    assertThat(pendingViews.open(POST)).isZero();
    assertThat(pendingViews.takeUnconfirmed().unknown()).isEmpty();
  }

  @Test
  void whoHasLeftIsEndedAgainWhereItIsNotKnown() {
    redis.place("s", "13", ME);
    exchange(leave(true));

    promote();
    redis.place("s", "13", ME);
    replay(false);

    assertStandsAt(null);
    assertThat(redis.strings).containsEntry(OWNER_KEY, "ended:" + ME);
  }

  @Test
  void whoHasLeftAndIsAnothersNowIsNotEnded() {
    redis.place("s", "13", ME);
    exchange(leave(true));

    promote();
    redis.place("s", "12", OTHER);
    replay(false);

    assertStandsAt("12");
  }

  @Test
  void whoHasLeftAndCameBackIsNotEnded() {
    redis.place("s", "13", ME);
    exchange(leave(false));
    exchange(view(Kind.ARRIVAL));

    promote();
    redis.place("s", "13", ME);
    replay(true);

    assertStandsAt("13");
  }

  @Test
  void thePostThatWasLeftIsLeftAlthoughOnlyTheKeyWasReplicated() {
    redis.place("s", "12", ME);
    exchange(view(Kind.ARRIVAL));

    promote();
    redis.place("s", "13", ME);
    redis.join("s", "12");
    replay(true);

    assertStandsAt("13");
  }

  @Test
  void whoWasTakenOverIsOursAlthoughThatIsNotKnown() {
    redis.place("s", "12", OTHER);
    exchange(resume());

    promote();
    redis.place("s", "12", OTHER);
    replay(true);
    exchange(view(Kind.RENEWAL));

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).containsExactly("alive true");
  }

  /** The page came back here before this node had heard that another has its session. */
  @Test
  void whoWasReclaimedIsOursAlthoughThatIsNotKnown() {
    redis.place("s", "13", OTHER);
    exchange(view(Kind.RECLAIM));

    promote();
    redis.place("s", "13", OTHER);
    replay(true);
    exchange(view(Kind.RENEWAL));

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).isEmpty();
  }

  @Test
  void whoWasTakenOverAndIsReclaimedIsStillKnownToHaveBeenThatOnes() {
    redis.place("s", "13", OTHER);
    exchange(resume());
    exchange(view(Kind.RECLAIM));

    promote();
    redis.place("s", "13", OTHER);
    replay(true);
    exchange(view(Kind.RENEWAL));

    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoWasTakenOverAndIsResumedOnceMoreIsStillKnownToHaveBeenThatOnes() {
    redis.place("s", "13", OTHER);
    exchange(resume());
    exchange(resume());

    promote();
    redis.place("s", "13", OTHER);
    replay(true);
    exchange(view(Kind.RENEWAL));

    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).containsExactly("alive true", "alive true");
  }

  @Test
  void whoWasTakenOverAndHasLeftIsEndedAlthoughNeitherIsKnown() {
    redis.place("s", "13", OTHER);
    exchange(resume());
    exchange(leave(true));

    promote();
    redis.place("s", "13", OTHER);
    replay(false);

    assertStandsAt(null);
    assertThat(redis.strings).containsEntry(OWNER_KEY, "ended:" + ME);
  }

  @Test
  void whoWasTakenOverAndLeavesAfterwardsIsEndedAlthoughTheFirstIsNotKnown() {
    redis.place("s", "13", OTHER);
    exchange(resume());

    promote();
    redis.place("s", "13", OTHER);
    replay(true);
    exchange(leave(true));

    assertStandsAt(null);
  }

  @Test
  void whoHasMovedWithoutAnAnswerIsTakenOutOfWhereThisNodeLastWroteThem() {
    redis.place("s", "12", ME);
    Viewing moved = new Viewing("s", POST, null, null);
    new ViewOperation(
            calls,
            pendingViews,
            steps,
            new ViewOperation.Step(moved, new Post("12"), Kind.ARRIVAL),
            failure -> {})
        .abandon();
    redis.strings.put("session:s", "13"); // that much of it was done
    redis.hashes.get("viewers").put("s", "13");
    redis.join("s", "13");

    replay(true);

    assertStandsAt("13");
  }

  /** The other one's answer may be lost with the master: then nobody else ends it. */
  @Test
  void whoWasLostToAnotherNodeIsEndedWhereThatIsNotKnown() {
    redis.place("s", "13", OTHER);
    exchange(leave(true));
    assertThat(notified).containsExactly("taken over");

    promote();
    redis.place("s", "13", ME);
    replay(false);

    assertStandsAt(null);
  }

  @Test
  void whoWasLostToAnotherNodeAtARenewalIsEndedWhereThatIsNotKnown() {
    redis.place("s", "13", OTHER);
    exchange(view(Kind.RENEWAL));
    assertThat(notified).containsExactly("TAKEN_OVER");

    promote();
    redis.place("s", "13", ME);
    replay(false);

    assertStandsAt(null);
  }

  @Test
  void whoWasLostToAnotherNodeStaysItsWhereThatIsKnown() {
    redis.place("s", "13", OTHER);
    exchange(leave(true));

    replay(false);

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, OTHER);
  }

  @Test
  void whoWasTakenBackIsNotEndedInTheNameOfThatOne() {
    redis.place("s", "13", OTHER);
    exchange(resume());
    redis.place("s", "13", OTHER); // the page went there again
    exchange(view(Kind.RENEWAL));
    assertThat(notified).endsWith("TAKEN_OVER");

    replay(false);

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, OTHER);
  }

  @Test
  void whoWasTakenOverIsOursAlthoughItsFormerOwnerHasEndedItThere() {
    redis.place("s", "13", OTHER);
    exchange(resume());

    promote();
    redis.strings.put(OWNER_KEY, "ended:" + OTHER);
    replay(true);
    exchange(view(Kind.RENEWAL));

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoWasTakenOverAndIsOursIsNotTakenFromThatOneOnceMore() {
    redis.place("s", "12", OTHER);
    exchange(resume());
    replay(true);
    exchange(view(Kind.RENEWAL));

    redis.place("s", "12", OTHER);
    exchange(view(Kind.RENEWAL));

    assertThat(redis.strings).containsEntry(OWNER_KEY, OTHER);
    assertThat(notified).endsWith("TAKEN_OVER");
  }

  private void takeOverAndLoseThatToAPromotion() {
    redis.place("s", "13", OTHER);
    exchange(resume());
    promote();
    redis.place("s", "13", OTHER);
    replay(true);
    exchange(view(Kind.RENEWAL));
  }

  /** As one does who took the session from here before, and has not heard that it came back. */
  private void endInOurName(String owner) {
    redis = new MemoryRedis();
    connection = redis.connection();
    redis.strings.put(OWNER_KEY, "ended:" + owner);
  }

  @ParameterizedTest
  @EnumSource(names = {"RENEWAL", "ARRIVAL", "RECLAIM"})
  void whoWasTakenBackIsOursAlthoughThatOneEndsItInOurName(Kind kind) {
    takeOverAndLoseThatToAPromotion();
    endInOurName(OTHER);
    exchange(view(kind));

    assertStandsAt("13");
    assertThat(redis.strings).containsEntry(OWNER_KEY, ME);
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoWasTakenBackAndIsParkedIsOursAlthoughThatOneEndsItInOurName() {
    takeOverAndLoseThatToAPromotion();
    exchange(park());
    endInOurName(OTHER);
    exchange(park());

    assertStandsAt(null);
    assertThat(redis.strings).containsEntry(OWNER_KEY, PARKED + ME);
    assertThat(notified).containsExactly("alive true");
  }

  @Test
  void whoWasTakenBackAndIsEndedByAThirdHasEnded() {
    takeOverAndLoseThatToAPromotion();
    endInOurName("third:1");
    exchange(view(Kind.RENEWAL));

    assertStandsAt(null);
    assertThat(notified).endsWith("TAKEN_OVER");
  }

  @Test
  void whoWasTakenBackLongAgoAndIsEndedByThatOneHasEnded() {
    takeOverAndLoseThatToAPromotion();
    now.addAndGet(ConnectedTime.REMEMBERED.toNanos() + 1);
    endInOurName(OTHER);
    exchange(view(Kind.RENEWAL));

    assertStandsAt(null);
    assertThat(notified).endsWith("TAKEN_OVER");
  }

  @Test
  void whatIsLongAgoIsReplicatedAndForgotten() {
    redis.place("s", "13", ME);
    exchange(leave(true));

    now.addAndGet(ConnectedTime.REMEMBERED.toNanos());
    assertThat(steps.departures()).hasSize(1);
    now.addAndGet(ConnectedTime.REMEMBERED.toNanos());
    assertThat(steps.departures()).as("sent again, it may be lost again").hasSize(1);
    now.addAndGet(ConnectedTime.REMEMBERED.toNanos() + 1);
    assertThat(steps.departures()).isEmpty();
  }

  @Test
  void theOldestStepsAreForgottenWhereThereAreTooMany() {
    for (int i = 0; i <= RecentSteps.MAX; i++) {
      steps.left("s" + i, POST);
    }
    steps.left("s1", new Post("12"));
    steps.left("new", POST);

    assertThat(steps.departures())
        .extracting(Departure::session)
        .hasSize(RecentSteps.MAX)
        .doesNotContain("s0", "s2")
        .endsWith("s1", "new");
  }
}
