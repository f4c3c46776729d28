package onlookers.redis.connect;

import static onlookers.redis.connect.TwoMasters.ALSO_OF_A;
import static onlookers.redis.connect.TwoMasters.B;
import static onlookers.redis.connect.TwoMasters.OF_A;
import static onlookers.redis.connect.TwoMasters.OF_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

class RoutedPipelineTest {
  private static final Object MOVED = new JedisMovedDataException("MOVED 5061 b:7001", B, 5061);
  private static final Object ASK = new JedisAskDataException("ASK 5061 b:7001", B, 5061);
  private static final Object TRYAGAIN = ScriptedRedis.error("TRYAGAIN Multiple keys request");

  private final TwoMasters cluster = new TwoMasters();
  private final Deque<Object> fromA = new ArrayDeque<>();
  private final List<Response<String>> responses = new ArrayList<>();

  /** Each answers with its name and the key, a with what is in its queue first. */
  @BeforeEach
  void answer() {
    cluster.a.on("GET", call -> fromA.isEmpty() ? "a " + call.arguments().get(0) : fromA.remove());
    cluster.b.on("GET", call -> "b " + call.arguments().get(0));
  }

  private List<String> answers(String... keys) {
    RoutedPipeline pipeline = cluster.connections().pipelined();
    Stream.of(keys).forEach(key -> responses.add(pipeline.get(key)));
    pipeline.sync();
    return responses.stream().map(Response::get).toList();
  }

  private static List<String> keys(ScriptedRedis redis) {
    return redis.calls.stream().flatMap(call -> call.arguments().stream()).toList();
  }

  @Test
  void theAnswersComeInTheOrderOfTheCommandsWhoeverGivesThem() {
    assertThat(answers(OF_A, OF_B, ALSO_OF_A)).containsExactly("a bar", "b foo", "a hello");
    assertThat(cluster.refreshed).isZero();
  }

  @Test
  void allMastersAreWrittenToAndSentToBeforeOneIsRead() {
    answers(OF_A, OF_B);

    assertThat(cluster.events)
        .startsWith("a writes GET", "b writes GET", "a sends", "b sends")
        .containsSubsequence("b sends", "a reads");
  }

  @Test
  void nothingIsSentBeforeItIsDue() {
    RoutedPipeline pipeline = cluster.connections().pipelined();
    pipeline.get(OF_A);
    pipeline.get(OF_B);

    assertThat(cluster.events).containsExactly("a writes GET", "b writes GET");

    pipeline.close();
    assertThat(cluster.events).contains("a reads", "b reads");
  }

  @Test
  void oneServerIsOneMasterOfAllKeys() {
    ScriptedRedis redis = new ScriptedRedis().on("GET", call -> call.arguments().get(0));
    RoutedPipeline pipeline = redis.masters().pipelined();
    List<Response<String>> all = List.of(pipeline.get(OF_A), pipeline.get(OF_B));
    pipeline.sync();

    assertThat(all).extracting(Response::get).containsExactly(OF_A, OF_B);
  }

  /** The other one may lack what was acknowledged before, which nothing newer may overtake. */
  @Test
  void whatAnotherMasterHasNowIsNotSentThereByWhoHasSettled() {
    cluster.next = TwoMasters.allOnB();
    fromA.add(MOVED);
    MasterConnections connections = cluster.connections();
    connections.pinMasters();
    RoutedPipeline pipeline = connections.pipelined();
    pipeline.get(OF_A);

    assertThatThrownBy(pipeline::sync).isInstanceOf(RedisAwayException.class);
    assertThat(keys(cluster.b)).isEmpty();
  }

  @Test
  void whatHasMovedIsSentToItsNewMasterInItsOrder() {
    fromA.addAll(List.of(MOVED, MOVED));
    cluster.next = TwoMasters.allOnB();

    assertThat(answers(OF_A, OF_B, ALSO_OF_A)).containsExactly("b bar", "b foo", "b hello");
    assertThat(keys(cluster.b)).containsExactly(OF_B, OF_A, ALSO_OF_A);
    assertThat(cluster.refreshed).as("once for all of them").isOne();
    assertThat(cluster.pauses).as("who knows where it is need not wait").isEmpty();
    assertThat(cluster.a.isClosed()).as("it is no master any more").isTrue();
    assertThat(cluster.b.isClosed()).isFalse();
  }

  @Test
  void whatHasMovedGoesWhereItWasSentAlthoughTheLayoutIsTheOldOneStill() {
    fromA.add(MOVED);

    assertThat(answers(OF_A, ALSO_OF_A)).containsExactly("b bar", "a hello");
  }

  @Test
  void whatWasCarriedOutIsNotSentTwice() {
    fromA.add("a bar");
    fromA.add(MOVED);
    cluster.next = TwoMasters.allOnB();

    assertThat(answers(OF_A, ALSO_OF_A, OF_B)).containsExactly("a bar", "b hello", "b foo");
    assertThat(keys(cluster.a)).containsExactly(OF_A, ALSO_OF_A);
    assertThat(keys(cluster.b)).containsExactly(OF_B, ALSO_OF_A);
  }

  @Test
  void eachCommandThatIsToAskElsewhereForOnceIsPrecededByAnAskingOfItsOwn() {
    fromA.addAll(List.of(ASK, ASK));

    assertThat(answers(OF_A, ALSO_OF_A)).containsExactly("b bar", "b hello");
    assertThat(cluster.b.names()).containsExactly("ASKING", "GET", "ASKING", "GET");
    assertThat(keys(cluster.b)).containsExactly(OF_A, ALSO_OF_A);
    assertThat(cluster.refreshed).as("the slot has not moved yet").isZero();
  }

  @Test
  void whoAsksElsewhereForOnceAsksTheFirstOneTheNextTime() {
    fromA.add(ASK);
    MasterConnections connections = cluster.connections();
    String once = connections.call(pipeline -> pipeline.get(OF_A));
    String next = connections.call(pipeline -> pipeline.get(OF_A));

    assertThat(once).isEqualTo("b bar");
    assertThat(next).isEqualTo("a bar");
  }

  @Test
  void whatIsAskedElsewhereKeepsItsOrderAmongWhatIsSentAgain() {
    fromA.addAll(List.of(TRYAGAIN, ASK));

    assertThat(answers(OF_A, ALSO_OF_A)).containsExactly("a bar", "b hello");
    assertThat(cluster.events)
        .containsSubsequence("a writes GET", "a writes GET", "a writes GET", "b writes ASKING");
  }

  @Test
  void whatIsToBeTriedAgainIsSentAgainAfterAPause() {
    fromA.addAll(List.of(TRYAGAIN, TRYAGAIN, TRYAGAIN));

    assertThat(answers(OF_A)).containsExactly("a bar");
    assertThat(keys(cluster.a)).hasSize(4).containsOnly(OF_A);
    assertThat(cluster.pauses).hasSize(3).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aServerThatHasForgottenTheScriptsIsTaughtThem() {
    ScriptedRedis fresh = new ScriptedRedis().on("CLAIM", List.of(1L, "")).on("GET", "x");
    List<Long> pauses = new ArrayList<>();
    MasterConnections connections =
        new MasterConnections(new SingleServer(fresh.address()), address -> fresh, pauses::add);
    RoutedPipeline pipeline = connections.pipelined();
    Response<Object> claim = Script.CLAIM.queue(pipeline, List.of("a", "b"), List.of());
    Response<String> other = pipeline.get("c");
    pipeline.sync();

    assertThat(claim.get()).isEqualTo(List.of(1L, ""));
    assertThat(other.get()).isEqualTo("x");
    assertThat(fresh.names()).startsWith("CLAIM", "GET", "SCRIPT").endsWith("SCRIPT", "CLAIM");
    assertThat(fresh.names()).filteredOn("SCRIPT"::equals).hasSize(Script.values().length);
    assertThat(fresh.names()).filteredOn("GET"::equals).hasSize(1);
  }

  @Test
  void whatIsMisroutedAgainAndAgainIsGivenUp() {
    cluster.a.on("GET", MOVED);
    cluster.b.on("GET", MOVED);

    assertThatThrownBy(() -> answers(OF_A)).isSameAs(MOVED);
    assertThat(keys(cluster.a)).hasSize(1);
    assertThat(keys(cluster.b)).hasSize(5);
    assertThat(cluster.refreshed).isEqualTo(5);
    assertThat(cluster.pauses).hasSize(4).isSorted();
  }

  @Test
  void aServerThatForgetsTheScriptsAgainAndAgainIsGivenUp() {
    JedisNoScriptException forgotten = new JedisNoScriptException("NOSCRIPT");
    cluster.a.on("GET", forgotten);

    assertThatThrownBy(() -> answers(OF_A)).isSameAs(forgotten);
    assertThat(cluster.a.names()).filteredOn("GET"::equals).hasSize(6);
  }

  @Test
  void anyOtherErrorIsAnAnswer() {
    fromA.add(ScriptedRedis.error("WRONGTYPE of bar"));

    assertThatThrownBy(() -> answers(OF_A, OF_B))
        .isInstanceOf(JedisDataException.class)
        .hasMessage("WRONGTYPE of bar");
    assertThat(responses.get(1).get()).isEqualTo("b foo");
    assertThat(keys(cluster.a)).hasSize(1);
  }

  @Test
  void aConnectionThatBreaksBreaksTheWhole() {
    cluster.b.tear();

    assertThatThrownBy(() -> answers(OF_A, OF_B)).isInstanceOf(JedisConnectionException.class);
    assertThatThrownBy(() -> responses.get(1).get()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void twoRoundsDoNotShareTheirAnswers() {
    RoutedPipeline pipeline = cluster.connections().pipelined();
    Response<String> first = pipeline.get(OF_A);
    pipeline.sync();
    fromA.add("another");
    Response<String> second = pipeline.get(OF_A);
    pipeline.sync();

    assertThat(first.get()).isEqualTo("a bar");
    assertThat(second.get()).isEqualTo("another");
    assertThat(keys(cluster.a)).hasSize(2);
  }
}
