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

  private Set<HostAndPort> strangers(Object a, Object b) {
    TwoMasters cluster = new TwoMasters();
    cluster.a.on("INFO", a);
    cluster.b.on("INFO", b);
    MasterConnections connections = cluster.connections();
    connections.openAll();
    return lineage.strangers(connections);
  }

  @Test
  void atFirstAllAreStrangers() {
    assertThat(strangers(ids("one", NONE), ids("two", NONE))).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void whoHasTheSameIdGoesOn() {
    strangers(ids("one", NONE), ids("two", NONE));

    assertThat(strangers(ids("one", NONE), ids("two", NONE))).isEmpty();
  }

  @Test
  void aPromotedReplicaGoesOnWhereItsMasterStopped() {
    strangers(ids("one", NONE), ids("two", NONE));

    assertThat(strangers(ids("promoted", "one"), ids("two", NONE))).isEmpty();
    assertThat(strangers(ids("again", "promoted"), ids("two", NONE))).isEmpty();
  }

  @Test
  void aServerThatComesBackEmptyIsAStrangerOnce() {
    strangers(ids("one", NONE), ids("two", NONE));

    assertThat(strangers(ids("one", NONE), ids("empty", NONE))).containsExactly(B);
    assertThat(strangers(ids("one", NONE), ids("empty", NONE))).isEmpty();
  }

  @Test
  void aPromotedReplicaOfAMasterBeforeTheLastIsAStranger() {
    strangers(ids("one", NONE), ids("two", NONE));
    strangers(ids("other", NONE), ids("two", NONE));

    assertThat(strangers(ids("late", "one"), ids("two", NONE))).containsExactly(A);
  }

  @Test
  void whoMayNotBeAskedIsAStranger() {
    Object refusal = ScriptedRedis.error("NOPERM no");
    strangers(refusal, ids("two", NONE));

    assertThat(strangers(refusal, ids("two", NONE))).containsExactly(A);
  }

  @Test
  void whoDoesNotSayIsAStranger() {
    strangers("role:master\r\n", ids("two", NONE));

    assertThat(strangers("role:master\r\n", ids("two", NONE))).containsExactly(A);
  }
}
