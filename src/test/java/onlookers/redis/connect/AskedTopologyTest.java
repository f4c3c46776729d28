package onlookers.redis.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onlookers.fixture.LogCapture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class AskedTopologyTest {
  private static final Layout ONE = Layout.of(new HostAndPort("one", 6379));
  private static final Layout TWO = Layout.of(new HostAndPort("two", 6379));
  private static final HostAndPort FIRST = new HostAndPort("first", 26379);
  private static final HostAndPort SECOND = new HostAndPort("second", 26379);

  private final List<HostAndPort> asked = new ArrayList<>();
  private final Map<HostAndPort, Layout> known = new HashMap<>();
  private final Set<HostAndPort> gone = new HashSet<>();
  private final Set<HostAndPort> deaf = new HashSet<>();

  private Jedis connect(HostAndPort address) {
    if (deaf.contains(address)) {
      throw new RedisAwayException("this server speaks TLS");
    }
    if (gone.contains(address)) {
      throw new JedisConnectionException("Connection refused");
    }
    return new ScriptedRedis().jedis();
  }

  private class Scripted extends AskedTopology {
    Scripted() {
      super(List.of(FIRST, SECOND), AskedTopologyTest.this::connect);
    }

    @Override
    public @Nullable Layout ask(HostAndPort whom, Jedis connection) {
      asked.add(whom);
      return known.get(whom);
    }

    @Override
    String noMasterReason() {
      return "nobody knows";
    }
  }

  @Test
  void whoSpeaksInAnotherWayIsPassedOver() {
    deaf.add(FIRST);
    known.put(SECOND, ONE);

    assertThat(new Scripted().layout()).isEqualTo(ONE);
  }

  @Test
  void whoIsNotInReachIsPassedOver() {
    gone.add(FIRST);
    known.put(SECOND, ONE);

    assertThat(new Scripted().layout()).isEqualTo(ONE);
    assertThat(asked).containsExactly(SECOND);
  }

  @Test
  void whoDoesNotKnowIsPassedOver() {
    known.put(SECOND, ONE);

    assertThat(new Scripted().layout()).isEqualTo(ONE);
    assertThat(asked).containsExactly(FIRST, SECOND);
  }

  @Test
  void whoRefusesToAnswerIsPassedOver() {
    known.put(SECOND, ONE);
    Topology topology =
        new AskedTopology(List.of(FIRST, SECOND), this::connect) {
          @Override
          public @Nullable Layout ask(HostAndPort whom, Jedis connection) {
            if (whom.equals(FIRST)) {
              throw new JedisDataException("NOAUTH Authentication required.");
            }
            return known.get(whom);
          }

          @Override
          String noMasterReason() {
            return "nobody knows";
          }
        };

    assertThat(topology.layout()).isEqualTo(ONE);
  }

  @Test
  void whatIsKnownIsNotAskedForUnlessAnew() {
    known.put(FIRST, ONE);
    Topology topology = new Scripted();
    topology.layout();
    topology.layout();
    assertThat(asked).containsExactly(FIRST);

    known.put(FIRST, TWO);
    assertThat(topology.layout()).isEqualTo(ONE);
    assertThat(topology.refresh()).isEqualTo(TWO);
    assertThat(topology.layout()).isEqualTo(TWO);
    assertThat(topology.changes()).isTrue();
  }

  @Test
  void whoAnsweredLastIsAskedFirst() {
    known.put(SECOND, ONE);
    Topology topology = new Scripted();
    topology.refresh();
    asked.clear();
    topology.refresh();

    assertThat(asked).containsExactly(SECOND);
  }

  /** A sentinel that was started anew with its first configuration knows nothing of failovers. */
  @Test
  void whoNamesAMasterThatIsOfNoUseIsAskedAfterAllOthers() {
    known.put(FIRST, ONE);
    known.put(SECOND, TWO);
    Topology topology = new Scripted();
    assertThat(topology.refresh()).isEqualTo(ONE);

    topology.suspect(ONE.masters().get(0));
    assertThat(topology.refresh()).isEqualTo(TWO);
    topology.suspect(ONE.masters().get(0));
    assertThat(topology.refresh()).as("that is another's word").isEqualTo(TWO);
  }

  @Test
  void whereAllNameMastersOfNoUseEachIsAskedInTurn() {
    known.put(FIRST, ONE);
    known.put(SECOND, ONE);
    Topology topology = new Scripted();
    for (int i = 0; i < 4; i++) {
      topology.refresh();
      topology.suspect(ONE.masters().get(0));
    }

    assertThat(asked).containsExactly(FIRST, SECOND, FIRST, SECOND);
  }

  @Test
  void theMastersOfAClusterAreAskedAsWellWhenThoseThatWereGivenAreGone() {
    HostAndPort master = new HostAndPort("master", 6379);
    Layout cluster = Layout.of(List.of(master), new short[Layout.SLOTS]);
    known.put(FIRST, cluster);
    Topology topology = new Scripted();
    topology.layout();
    gone.add(FIRST);
    gone.add(SECOND);
    known.put(master, cluster);

    assertThat(topology.refresh()).isEqualTo(cluster);
    assertThat(asked).last().isEqualTo(master);
  }

  @Test
  void whenNobodyIsInReachTheFailureIsThrown() {
    gone.add(FIRST);
    gone.add(SECOND);

    assertThatThrownBy(new Scripted()::layout)
        .isInstanceOf(RedisAwayException.class)
        .hasMessage("second:26379: Connection refused");
  }

  @Test
  void whatOneAnswersIsToldWhereAnotherIsNotInReach() {
    gone.add(SECOND);
    Topology topology =
        new Scripted() {
          @Override
          public @Nullable Layout ask(HostAndPort whom, Jedis connection) {
            throw new JedisDataException("NOAUTH Authentication required.");
          }
        };

    assertThatThrownBy(topology::layout)
        .isInstanceOf(RedisAwayException.class)
        .hasMessageStartingWith("first:26379: NOAUTH Authentication required.; right is ");
  }

  @Test
  void thatOneSpeaksTlsIsToldWhereAnotherIsNotInReach() {
    deaf.add(FIRST);
    gone.add(SECOND);

    assertThatThrownBy(new Scripted()::layout)
        .isInstanceOf(RedisAwayException.class)
        .hasMessage("this server speaks TLS");
  }

  @Test
  void whenOneDoesNotKnowAndAnotherIsNotInReachBothAreTold() {
    gone.add(FIRST);

    assertThatThrownBy(new Scripted()::layout)
        .isInstanceOf(RedisAwayException.class)
        .hasMessage("nobody knows; and first:26379: Connection refused");
  }

  @Test
  void whenNobodyKnowsTheFailureSaysSo() {
    assertThatThrownBy(new Scripted()::layout)
        .isInstanceOf(RedisAwayException.class)
        .hasMessage("nobody knows");
  }

  @Test
  void whatWasKnownStaysKnownWhenNobodyAnswersAnyMore() {
    known.put(FIRST, ONE);
    Topology topology = new Scripted();
    topology.layout();
    gone.add(FIRST);
    gone.add(SECOND);

    assertThatThrownBy(topology::refresh).isInstanceOf(RedisAwayException.class);
    assertThat(topology.layout()).isEqualTo(ONE);
  }

  @Test
  void othersMastersAreNamedOnceInTheLog() {
    known.put(FIRST, ONE);
    try (LogCapture log = new LogCapture(AskedTopology.class)) {
      Topology topology = new Scripted();
      topology.refresh();
      topology.refresh();
      known.put(FIRST, TWO);
      topology.refresh();

      assertThat(log.all()).hasSize(2);
    }
  }

  @Test
  void oneServerIsWhereItIs() {
    SingleServer server = new SingleServer(FIRST);

    assertThat(server.layout()).isEqualTo(Layout.of(FIRST)).isEqualTo(server.refresh());
    assertThat(server.layout().isCluster()).isFalse();
    assertThat(server.layout().masterOf("any")).isEqualTo(FIRST);
    assertThat(server.changes()).isFalse();
  }

  @Test
  void aSentinelIsAskedForTheMasterByItsName() {
    SentinelGroup group = new SentinelGroup(List.of(FIRST), this::connect, "mymaster");
    ScriptedRedis sentinel = new ScriptedRedis().on("SENTINEL", List.of("10.0.0.1", "6380"));

    assertThat(group.ask(FIRST, sentinel.jedis()))
        .isEqualTo(Layout.of(new HostAndPort("10.0.0.1", 6380)));
    assertThat(sentinel.last("SENTINEL").arguments()).endsWith("mymaster");
    assertThat(group.ask(FIRST, new ScriptedRedis().jedis())).as("it knows none").isNull();
    assertThat(group.noMasterReason()).contains(" mymaster: right is ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOAUTH Authentication required. | sentinel.password with the password of the sentinels",
        "WRONGPASS invalid username-password pair or user is disabled. | sentinel.password with the"
            + " [user:]",
        "ERR AUTH <password> called without any password configured | no sentinel.password",
        "NOPERM this user has no permissions | a user in sentinel.password",
        "ERR unknown command 'SENTINEL' | the address of a sentinel",
        "ERR Client sent AUTH, but no password is set | "
      })
  void whatASentinelRefusesIsToldWithWhatWouldBeRight(String reply, String right) {
    SentinelGroup group =
        new SentinelGroup(
            List.of(FIRST),
            address -> {
              throw new JedisDataException(reply);
            },
            "mymaster");

    assertThatThrownBy(group::layout)
        .isInstanceOf(RedisAwayException.class)
        .hasMessageStartingWith(
            "first:26379: " + reply + (right == null ? "" : "; right is " + right))
        .satisfies(
            told -> assertThat(RootCause.withAdvice(told)).as("once").isEqualTo(told.getMessage()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERR This instance has cluster support disabled | redis.uri without its +cluster",
        "ERR unknown command 'CLUSTER' | the address of a node of a Cluster; for a Sentinel",
        "NOAUTH Authentication required. | redis.uri with a password"
      })
  void whatANodeOfAClusterRefusesIsToldWithWhatWouldBeRight(String reply, String right) {
    ClusterSlots slots =
        new ClusterSlots(
            List.of(FIRST),
            address -> {
              throw new JedisDataException(reply);
            });

    assertThatThrownBy(slots::layout)
        .isInstanceOf(RedisAwayException.class)
        .hasMessageStartingWith("first:26379: " + reply + "; right is " + right);
  }

  @Test
  void aNodeOfAClusterIsAskedForTheSlots() {
    ClusterSlots slots = new ClusterSlots(List.of(FIRST), this::connect);
    ScriptedRedis node =
        new ScriptedRedis()
            .on("CLUSTER", List.of(List.of(0L, 16383L, List.of("", 7000L, "id", List.of()))));

    assertThat(slots.ask(FIRST, node.jedis()).masters())
        .containsExactly(new HostAndPort("first", 7000));
    assertThat(node.last("CLUSTER").arguments()).containsExactly("SLOTS");
    assertThat(slots.noMasterReason()).contains("slots that no master holds: right is ");
  }
}
