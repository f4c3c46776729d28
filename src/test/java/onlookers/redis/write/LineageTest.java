package onlookers.redis.write;

import static onlookers.redis.connect.TwoMasters.A;
import static onlookers.redis.connect.TwoMasters.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.ScriptedRedis;
import onlookers.redis.connect.TwoMasters;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

class LineageTest {
  private static final String NONE = "0000000000000000000000000000000000000000";

  private final Lineage lineage = new Lineage();

  private static Object ids(String first, String second) {
    return "# Replication\r\nrole:master\r\nmaster_failover_state:no-failover\r\nmaster_replid:"
        + first
        + "\r\nmaster_replid2:"
        + second
        + "\r\nmaster_repl_offset:0\r\n";
  }

  private Set<HostAndPort> unrelatedMasters(Object a, Object b) {
    TwoMasters cluster = new TwoMasters();
    cluster.a.on("INFO", a);
    cluster.b.on("INFO", b);
    MasterConnections connections = cluster.connections();
    connections.openAll();
    return lineage.unrelatedMasters(connections);
  }

  @Test
  void atFirstAllAreStrangers() {
    assertThat(unrelatedMasters(ids("one", NONE), ids("two", NONE)))
        .containsExactlyInAnyOrder(A, B);
  }

  @Test
  void whoHasTheSameIdGoesOn() {
    unrelatedMasters(ids("one", NONE), ids("two", NONE));

    assertThat(unrelatedMasters(ids("one", NONE), ids("two", NONE))).isEmpty();
  }

  @Test
  void aPromotedReplicaGoesOnWhereItsMasterStopped() {
    unrelatedMasters(ids("one", NONE), ids("two", NONE));

    assertThat(unrelatedMasters(ids("promoted", "one"), ids("two", NONE))).isEmpty();
    assertThat(unrelatedMasters(ids("again", "promoted"), ids("two", NONE))).isEmpty();
  }

  @Test
  void aServerThatComesBackEmptyIsAStrangerOnce() {
    unrelatedMasters(ids("one", NONE), ids("two", NONE));

    assertThat(unrelatedMasters(ids("one", NONE), ids("empty", NONE))).containsExactly(B);
    assertThat(unrelatedMasters(ids("one", NONE), ids("empty", NONE))).isEmpty();
  }

  @Test
  void aPromotedReplicaOfAMasterBeforeTheLastIsAStranger() {
    unrelatedMasters(ids("one", NONE), ids("two", NONE));
    unrelatedMasters(ids("other", NONE), ids("two", NONE));

    assertThat(unrelatedMasters(ids("late", "one"), ids("two", NONE))).containsExactly(A);
  }

  @Test
  void whoMayNotBeAskedIsAStranger() {
    Object refusal = ScriptedRedis.error("NOPERM no");
    unrelatedMasters(refusal, ids("two", NONE));

    assertThat(unrelatedMasters(refusal, ids("two", NONE))).containsExactly(A);
  }

  @Test
  void whoDoesNotSayIsAStranger() {
    unrelatedMasters("role:master\r\n", ids("two", NONE));

    assertThat(unrelatedMasters("role:master\r\n", ids("two", NONE))).containsExactly(A);
  }
}
