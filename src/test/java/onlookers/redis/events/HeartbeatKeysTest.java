package onlookers.redis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import onlookers.redis.connect.Layout;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisClusterCRC16;

class HeartbeatKeysTest {
  private static final HostAndPort A = new HostAndPort("a", 6379);
  private static final HostAndPort B = new HostAndPort("b", 6379);

  private final HeartbeatKeys plain = new HeartbeatKeys("onlookers:probe:me");
  private final HeartbeatKeys tagged = new HeartbeatKeys("{blog}:onlookers:probe:me");

  /** A has the slot of the key, and B all others. */
  private static Layout withAlone(String key) {
    short[] masterOfSlot = new short[Layout.SLOTS];
    Arrays.fill(masterOfSlot, (short) 1);
    masterOfSlot[JedisClusterCRC16.getSlot(key)] = 0;
    return Layout.of(List.of(A, B), masterOfSlot);
  }

  @Test
  void eachMasterOfAClusterHasAKeyThatLiesOnIt() {
    Layout cluster = withAlone(plain.first());

    assertThat(plain.on(A, cluster)).isEqualTo("onlookers:probe:me");
    assertThat(plain.on(B, cluster)).isEqualTo("onlookers:probe:me:1");
    assertThat(cluster.masterOf(plain.on(B, cluster))).isEqualTo(B);
    assertThat(plain.mayLieOn(A, cluster)).isTrue();
    assertThat(plain.mayLieOn(B, cluster)).isTrue();
  }

  @Test
  void theKeyOfAMasterWithOneSlotIsFound() {
    Layout cluster = withAlone("onlookers:probe:me:4000");

    assertThat(cluster.masterOf(plain.on(A, cluster))).isEqualTo(A);
  }

  @Test
  void withAHashTagAllKeysLieOnOneMaster() {
    Layout cluster = withAlone("{blog}");

    assertThat(tagged.mayLieOn(A, cluster)).isTrue();
    assertThat(tagged.mayLieOn(B, cluster)).isFalse();
    assertThat(tagged.on(A, cluster)).isEqualTo(tagged.first());
  }

  @Test
  void oneRedisHasTheKeyAsItIs() {
    assertThat(plain.on(A, Layout.of(A))).isEqualTo(plain.first());
    assertThat(tagged.mayLieOn(A, Layout.of(A))).isTrue();
  }
}
