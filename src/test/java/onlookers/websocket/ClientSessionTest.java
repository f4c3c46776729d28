package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import onlookers.fixture.ManualScheduler;
import onlookers.fixture.Tickets;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.runtime.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client says, and what it receives. */
class ClientSessionTest {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final String SECRET = "correct horse battery staple";

  private final ManualScheduler time = new ManualScheduler();
  private InMemoryNode node = new InMemoryNode(time, Map.of("limit.messages", "5"));
  private TestClient client = new TestClient(node);

  private void ticketed() {
    node = new InMemoryNode(time, Map.of("ticket.secret", SECRET));
    client = new TestClient(node);
  }

  private long total(Counter counter) {
    return node.nodeMetrics.total(counter);
  }

  private long viewers(String post) {
    return node.redis.counts(new Post(post)).viewers();
  }

  @Test
  void theSessionIsTheFirstThingReceivedAndTheCountsFollow() {
    assertThat(client.frames).singleElement().asString().matches("\\[\"session\",\"[^\"]{22}\"]");

    client.views("13");
    time.advance(MOMENT);

    assertThat(client.frames).endsWith("[\"counts\",\"13\",1,1]").hasSize(2);
  }

  @Test
  void whoViewsReceivesEveryoneElse() {
    client.views("13");
    TestClient other = new TestClient(node);
    other.views("13");
    time.advance(MOMENT);
    assertThat(client.last()).isEqualTo("[\"counts\",\"13\",2,2]");

    other.says("[\"parked\"]");
    time.advance(MOMENT);
    assertThat(client.last()).isEqualTo("[\"counts\",\"13\",1,2]");
    assertThat(other.last()).isEqualTo("[\"counts\",\"13\",1,2]");
  }

  @Test
  void afterAMoveTheOldPostIsSilent() {
    client.views("13");
    time.advance(MOMENT);
    client.views("14");
    time.advance(MOMENT);
    new TestClient(node).views("13");
    time.advance(MOMENT);

    assertThat(client.last()).isEqualTo("[\"counts\",\"14\",1,1]");
  }

  @Test
  void countsOfTheOldPostThatWaitedAreNotReceivedAfterAMove() {
    client.views("13");
    time.advance(MOMENT);
    client.stopsReading();
    client.says("[\"shouting\"]"); // is on its way
    new TestClient(node).views("13");
    time.advance(MOMENT);
    client.views("14");
    time.advance(MOMENT);
    client.readsOn();

    assertThat(client.frames)
        .endsWith("[\"counts\",\"14\",1,1]")
        .doesNotContain("[\"counts\",\"13\",2,2]");
  }

  @Test
  void whoAsksAgainReceivesTheAnswerBeforeAnythingElse() {
    client.views("13");
    time.advance(MOMENT);
    new TestClient(node).views("13"); // is read first, and answered first
    new TestClient(node).views("13");
    client.views("13");
    time.advance(MOMENT);

    assertThat(client.frames)
        .endsWith("[\"counts\",\"13\",3,3]")
        .doesNotContain("[\"counts\",\"13\",2,2]");
  }

  @Test
  void whoWatchesReceivesThosePostsAndNoOthers() {
    client.says("[\"watching\",[\"13\",\"14\"]]");
    client.says("[\"watching\",[\"14\"]]");
    TestClient other = new TestClient(node);
    other.views("14");
    time.advance(MOMENT);
    other.views("13");
    time.advance(MOMENT);

    assertThat(client.last()).isEqualTo("[\"counts\",\"14\",0,1]");
    assertThat(client.frames).contains("[\"counts\",\"14\",1,1]");
  }

  @Test
  void whoAsksAgainReceivesNothingTwice() {
    client.views("13");
    client.views("13");
    time.advance(MOMENT);

    assertThat(client.frames).hasSize(2);
    assertThat(node.redis.counts(new Post("13"))).isEqualTo(new Counts(1, 1));
  }

  @Test
  void whoAsksWhetherTheConnectionLivesIsAnsweredAndSixTimesAMinuteItCountsForNothing() {
    for (int i = 0; i < 11; i++) {
      client.says("[\"alive\"]");
    }
    assertThat(client.frames).hasSize(12).endsWith("[\"alive\"]");
    assertThat(client.closes).isEmpty();

    client.says("[\"alive\"]");
    time.runDue();
    assertThat(client.closes).containsExactly("1008 too many messages");
    assertThat(client.frames).hasSize(12);
  }

  @Test
  void aMinuteLaterItMayBeAskedAgain() {
    for (int i = 0; i < 6; i++) {
      client.says("[\"alive\"]");
    }
    time.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 6; i++) {
      client.says("[\"alive\"]");
    }
    client.says(" [\"alive\" ] "); // likewise, but a message
    assertThat(client.frames).hasSize(14).endsWith("[\"alive\"]");
    assertThat(total(Counter.FRAMES_REFUSED)).isZero();

    client.says("[\"alive\",1]");
    assertThat(client.last()).startsWith("[\"error\",\"bad-frame\"");
  }

  @Test
  void anEventThatIsUnknownIsRefusedAndTheSocketStaysOpen() {
    client.says("[\"shouting\"]");

    assertThat(client.last()).startsWith("[\"error\",\"bad-frame\"");
    assertThat(client.closes).isEmpty();
    assertThat(total(Counter.FRAMES_RECEIVED)).isOne();
    assertThat(total(Counter.FRAMES_REFUSED)).isOne();
    client.views("13");
    assertThat(viewers("13")).isOne();
    assertThat(total(Counter.FRAMES_REFUSED)).isOne();
  }

  @Test
  void whatIsNoEventEndsTheSocketAndItsSession() {
    client.views("13");
    client.says("hello");
    time.runDue();

    assertThat(client.closes).containsExactly("1007 not a JSON array that begins with a string");
    assertThat(viewers("13")).isZero();
    assertThat(total(Counter.FRAMES_REFUSED)).isOne();
  }

  @Test
  void afterItsEndNothingThatAClientSendsIsCarriedOut() {
    client.says("hello");
    client.views("13");
    client.clientContext.clientSession().unacceptable(CloseStatus.BINARY);
    time.runDue();

    assertThat(viewers("13")).isZero();
    assertThat(total(Counter.FRAMES_RECEIVED)).isOne();
    assertThat(total(Counter.FRAMES_REFUSED)).isOne();
    assertThat(client.closes).hasSize(1);
  }

  @Test
  void whatIsUnacceptableEndsTheSocketWhateverIsInIt() {
    client.views("13");
    client.clientContext.clientSession().unacceptable(CloseStatus.BINARY);
    time.runDue();

    assertThat(client.closes).containsExactly("1003 text frames only");
    assertThat(viewers("13")).isZero();
    assertThat(total(Counter.FRAMES_REFUSED)).isOne();
  }

  @Test
  void oneFrameTooManyInAMinuteEndsTheSocket() {
    IntStream.range(0, 5).forEach(i -> client.views("13"));
    time.runDue();
    assertThat(client.closes).isEmpty();

    client.says("[\"shouting\"]"); // is not even looked at
    time.runDue();

    assertThat(client.closes).containsExactly("1008 too many messages");
    assertThat(total(Counter.FRAMES_RECEIVED)).isEqualTo(6);
    assertThat(total(Counter.FRAMES_REFUSED)).isOne();
    assertThat(viewers("13")).isZero();
  }

  @Test
  void theNextMinuteIsANewOne() {
    IntStream.range(0, 5).forEach(i -> client.views("13"));
    time.skip(Duration.ofMinutes(1));
    IntStream.range(0, 5).forEach(i -> client.views("13"));
    time.runDue();

    assertThat(client.closes).isEmpty();
  }

  @Test
  void manySocketsOfOneAddressMaySendForTenTogether() {
    for (int i = 0; i < 10; i++) {
      TestClient next = new TestClient(node);
      IntStream.range(0, 5).forEach(j -> next.views("13"));
      next.ends(true);
    }
    TestClient unlucky = new TestClient(node);
    unlucky.views("13");
    time.runDue();
    assertThat(unlucky.closes).containsExactly("1008 too many messages");

    TestClient elsewhere = new TestClient(node, "192.0.2.8");
    TestClient nowhere = new TestClient(node, "");
    elsewhere.views("13");
    nowhere.views("13");
    time.runDue();
    assertThat(elsewhere.closes).isEmpty();
    assertThat(nowhere.closes).isEmpty();
  }

  @Test
  void withoutATicketAPostIsNotViewedAndTheThirdTimeEndsTheSocket() {
    ticketed();
    client.views("13");
    client.says("[\"viewing\",\"13\",{\"ticket\":\"%s\"}]".formatted(Tickets.of(SECRET, "14")));
    assertThat(client.frames)
        .filteredOn(frame -> frame.startsWith("[\"error\",\"bad-ticket\""))
        .hasSize(2);
    time.runDue();
    assertThat(client.closes).isEmpty();
    assertThat(viewers("13")).isZero();
    assertThat(total(Counter.FRAMES_REFUSED)).isEqualTo(2);

    client.views("14");
    time.runDue();

    assertThat(client.closes).containsExactly("1008 tickets refused");
    assertThat(client.last()).startsWith("[\"error\",\"bad-ticket\"");
  }

  @Test
  void withItsTicketAPostIsViewed() {
    ticketed();
    client.says("[\"viewing\",\"13\",{\"ticket\":\"%s\"}]".formatted(Tickets.of(SECRET, "13")));

    assertThat(viewers("13")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"13", "14,13", "13,13", ""})
  void aListIsWatchedOnlyWithTheTicketOfEachInTheirOrder(String tickets) {
    ticketed();
    watch(tickets);

    assertThat(client.last()).startsWith("[\"error\",\"bad-ticket\"");
    assertThat(total(Counter.FRAMES_REFUSED)).isOne();
    watch("13,14");
    time.advance(MOMENT);
    assertThat(client.frames).endsWith("[\"counts\",\"13\",0,0]", "[\"counts\",\"14\",0,0]");
  }

  @Test
  void theSiteNeedsNoTicketAndThePostsBesideItTheirOwn() {
    ticketed();
    client.says("[\"watching\",[\"*\"]]");
    time.advance(MOMENT);
    assertThat(client.last()).isEqualTo("[\"online\",0]");

    client.says("[\"watching\",[\"*\",\"13\"]]");
    assertThat(client.last()).startsWith("[\"error\",\"bad-ticket\"");
    client.says(
        "[\"watching\",[\"*\",\"13\"],{\"tickets\":[\"%s\"]}]".formatted(Tickets.of(SECRET, "13")));
    time.advance(MOMENT);
    assertThat(client.last()).isEqualTo("[\"counts\",\"13\",0,0]");
  }

  @Test
  void whoWatchesTheSiteReceivesItAtOnceAndThenOnlyWhatIsNewsAtMostOnceASecond() {
    client.says("[\"watching\",[\"13\",\"*\"]]");
    time.advance(Duration.ofSeconds(3));
    assertThat(client.frames).filteredOn(frame -> frame.contains("online")).hasSize(1);
    new TestClient(node).views("14");
    new TestClient(node).views("15");
    time.advance(Duration.ofSeconds(3));
    assertThat(client.frames)
        .filteredOn(frame -> frame.contains("online"))
        .containsExactly("[\"online\",0]", "[\"online\",2]");

    client.says("[\"watching\",[\"13\"]]");
    new TestClient(node).views("14");
    time.advance(Duration.ofSeconds(3));
    assertThat(client.last()).isEqualTo("[\"online\",2]");
  }

  @Test
  void whoComesBetweenTwoNumbersReceivesNoTwoWithinASecond() {
    client.says("[\"watching\",[\"*\"]]");
    time.advance(Duration.ofMillis(900));
    new TestClient(node).views("14");
    TestClient late = new TestClient(node);
    late.says("[\"watching\",[\"*\"]]");
    time.advance(Duration.ofMillis(999));
    assertThat(late.last()).isEqualTo("[\"online\",0]");
    assertThat(client.last()).isEqualTo("[\"online\",1]");
    time.advance(Duration.ofMillis(101));
    assertThat(late.last()).isEqualTo("[\"online\",1]");
  }

  @Test
  void aClientThatDoesNotReadReceivesOnlyTheLastNumber() {
    client.says("[\"watching\",[\"*\"]]");
    time.runDue();
    client.stopsReading();
    client.says("[\"shouting\"]"); // is on its way
    for (int i = 0; i < 3; i++) {
      new TestClient(node).views("14");
      time.advance(Duration.ofSeconds(1));
    }
    client.readsOn();

    assertThat(client.frames)
        .filteredOn(frame -> frame.contains("online"))
        .containsExactly("[\"online\",0]", "[\"online\",3]");
  }

  @Test
  void aNumberThatWaitedWhenRedisWentIsFollowedByThisNodesOwn() {
    client.says("[\"watching\",[\"*\"]]");
    time.runDue();
    client.stopsReading();
    client.says("[\"shouting\"]"); // is on its way
    new TestClient(node).views("14");
    time.advance(Duration.ofSeconds(1));
    node.presence.away();
    time.advance(Duration.ofSeconds(1));
    client.readsOn();

    assertThat(client.frames).endsWith("[\"degraded\",true]", "[\"online\",1]");
  }

  @Test
  void ofThoseWhoWatchedTheSiteNothingIsKept() {
    client.says("[\"watching\",[\"*\"]]");
    time.runDue();
    client.ends(true);

    assertThat(node.rooms.isEmpty()).isTrue();
  }

  private void watch(String ticketsOf) {
    String tickets =
        String.join(
            ",",
            Arrays.stream(ticketsOf.split(","))
                .filter(post -> !post.isEmpty())
                .map(post -> '"' + Tickets.of(SECRET, post) + '"')
                .toList());
    client.says("[\"watching\",[\"13\",\"14\"],{\"tickets\":[" + tickets + "]}]");
  }

  @Test
  void everyoneReceivesDegradedOnceAndItsEndOnce() {
    client.views("13");
    time.advance(MOMENT);
    node.presence.away();
    node.presence.away();
    time.advance(MOMENT);
    TestClient late = new TestClient(node);
    late.views("13");
    time.advance(MOMENT);

    assertThat(client.frames)
        .endsWith("[\"degraded\",true]", "[\"counts\",\"13\",2,1]")
        .containsOnlyOnce("[\"degraded\",true]");
    assertThat(late.frames.get(0)).startsWith("[\"session\"");
    assertThat(late.frames.get(1)).isEqualTo("[\"degraded\",true]");

    node.presence.back();
    time.advance(MOMENT);
    assertThat(client.frames)
        .endsWith("[\"degraded\",false]", "[\"counts\",\"13\",2,2]")
        .containsOnlyOnce("[\"degraded\",false]");
    new TestClient(node);
    assertThat(late.frames).containsOnlyOnce("[\"degraded\",false]");
  }

  @Test
  void countsThatWaitWhenRedisGoesAreOutOfDate() {
    client.views("13");
    time.advance(MOMENT);
    client.stopsReading();
    client.says("[\"shouting\"]"); // is on its way
    new TestClient(node).views("13");
    time.advance(MOMENT);
    node.presence.away();
    time.advance(MOMENT);
    client.readsOn();

    assertThat(client.frames)
        .endsWith("[\"degraded\",true]", "[\"counts\",\"13\",2,2]")
        .containsOnlyOnce("[\"counts\",\"13\",2,2]");
  }

  @Test
  void whoAsksAndDoesNotReadIsEnded() {
    node = new InMemoryNode(time, Map.of("limit.messages", "0"));
    client = new TestClient(node);
    client.stopsReading();
    IntStream.range(0, 102).forEach(i -> client.says("[\"shouting\"]"));
    time.advance(Duration.ofSeconds(2));

    assertThat(client.closes).containsExactly("1008 too many messages");
  }
}
