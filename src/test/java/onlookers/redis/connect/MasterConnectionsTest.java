package onlookers.redis.connect;

import static onlookers.redis.connect.TwoMasters.A;
import static onlookers.redis.connect.TwoMasters.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MasterConnectionsTest {
  private final TwoMasters cluster = new TwoMasters();
  private final MasterConnections connections = cluster.connections();

  @Test
  void eachIsOpenedWhenItIsFirstNeededAndOnce() {
    assertThat(connections.all()).isEmpty();

    assertThat(connections.at(A)).isSameAs(connections.at(A));
    assertThat(connections.all()).containsExactly(cluster.a);

    connections.openAll();
    assertThat(connections.all()).containsExactlyInAnyOrder(cluster.a, cluster.b);
  }

  @Test
  void whoIsNoMasterAnyMoreIsLeftAndTheOthersAreNot() {
    connections.openAll();
    connections.follow(TwoMasters.allOnB());

    assertThat(cluster.a.isClosed()).isTrue();
    assertThat(cluster.b.isClosed()).isFalse();
    assertThat(connections.all()).containsExactly(cluster.b);
    assertThat(connections.layout()).isEqualTo(TwoMasters.allOnB());
  }

  @Test
  void whoHasSettledFollowsKeysAndNoOtherMasters() {
    connections.pinMasters();
    connections.follow(TwoMasters.halves());

    assertThatThrownBy(() -> connections.follow(TwoMasters.allOnB()))
        .isInstanceOf(RedisAwayException.class)
        .hasMessageContaining("its masters are ")
        .hasMessageEndingWith(" now");
    assertThat(connections.layout()).isEqualTo(TwoMasters.halves());
  }

  @Test
  void oneThatIsBrokenBreaksAll() {
    connections.openAll();
    assertThat(connections.isBroken()).isFalse();

    cluster.b.tear();
    assertThat(connections.isBroken()).isTrue();
  }

  @Test
  void allAreBrokenAndClosedTogether() {
    connections.openAll();
    connections.disconnect();
    assertThat(cluster.a.isBroken()).isTrue();
    assertThat(cluster.b.isBroken()).isTrue();

    connections.close();
    assertThat(cluster.a.isClosed()).isTrue();
    assertThat(cluster.b.isClosed()).isTrue();
    assertThat(connections.all()).isEmpty();
  }

  @Test
  void aMasterThatHasBecomeAReplicaIsNoMaster() {
    connections.openAll();
    cluster.a.on("HELLO", List.of("server", "redis", "role", "master", "proto", 2L));
    cluster.b.on("HELLO", List.of("server", "redis", "role", "master"));
    connections.checkRoles();

    cluster.b.on("HELLO", List.of("server", "redis", "role", "replica"));
    assertThatThrownBy(connections::checkRoles)
        .isInstanceOf(RedisAwayException.class)
        .hasMessage(B + " is a replica, and not a master");
  }

  @Test
  void whoMayNotBeAskedItsRoleIsTakenForAMaster() {
    connections.openAll();
    for (ScriptedRedis server : List.of(cluster.a, cluster.b)) {
      server.on("HELLO", ScriptedRedis.error("ERR unknown command"));
      server.on("INFO", ScriptedRedis.error("NOPERM no"));
    }

    connections.checkRoles();

    assertThat(cluster.b.names()).containsExactly("HELLO", "INFO");
  }
}
