package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import onlookers.fixture.RedisCluster;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.Traffic;
import org.junit.jupiter.api.Test;

/** On a Cluster. */
class ClusterFailoverIT extends ChangingMasters<RedisCluster> {
  /** Which of the masters began with the hash. */
  private static final int OF_HASH = RedisCluster.index("viewers");

  @Override
  RedisCluster startServers() {
    return RedisCluster.start();
  }

  @Override
  void repair() {
    redis.replaceTheDead();
  }

  @Test
  void aFailoverWhileTheMasterLivesLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(50);
      redis.failover(OF_HASH);
      traffic.goOn(25);
      redis.failover((OF_HASH + 1) % 3);
      assertTruthSoon("CLUSTER FAILOVER", traffic);
    }
  }

  @Test
  void aFailoverThatDoesNotAskTheMasterLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(50);
      redis.takeOver(OF_HASH);
      assertTruthSoon("CLUSTER FAILOVER TAKEOVER", traffic);
    }
  }

  @Test
  void aMasterThatIsKilledLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      redis.killMaster(OF_HASH);
      assertTruthSoon("master of the hash killed", traffic);
    }
  }

  @Test
  void whatTheOldMasterAcknowledgedAndTheNewOneNeverGotIsNotLost() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      redis.killMasterCutOff(OF_HASH, () -> traffic.goOn(25));
      assertTruthSoon("master of the hash killed, a second of acknowledged writes lost", traffic);
    }
  }

  @Test
  void slotsThatMoveUnderLoadAndBackLoseNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(50);
      List<Integer> slots =
          Stream.concat(
                  Stream.of("viewers", "onlookers:nodes", "onlookers:posts", "onlookers:collector"),
                  posts.stream().flatMap(post -> Stream.of("viewers:" + post, "views:" + post)))
              .map(RedisCluster::slot)
              .distinct()
              .toList();
      for (int slot : slots) {
        redis.moveSlot(slot, another(slot));
      }
      traffic.goOn(50);
      for (int slot : slots) {
        redis.moveSlot(slot, another(slot));
      }
      assertTruthSoon(2 * slots.size() + " slots moved", traffic);
    }
  }

  private RedisProcess another(int slot) {
    RedisProcess now = redis.masterOfSlot(slot);
    return redis.master(0) == now ? redis.master(1) : redis.master(0);
  }

  @Test
  void aSlotThatIsLongOnItsWayLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(50);
      String views = "views:" + posts.get(0);
      String viewers = "viewers:" + posts.get(1);
      RedisCluster.SlotMove half = redis.beginMove(slot(views), another(slot(views)));
      half.migrate(views);
      RedisCluster.SlotMove moved = redis.beginMove(slot(viewers), another(slot(viewers)));
      moved.migrate(viewers);
      traffic.goOn(50);
      for (RedisCluster.SlotMove move : List.of(half, moved)) {
        while (move.migrate(100) > 0) {
          // all that came meanwhile
        }
        move.finish();
      }
      assertTruthSoon("two slots half way for two seconds", traffic);
    }
  }

  private static int slot(String key) {
    return RedisCluster.slot(key);
  }

  @Test
  void oneMasterIsPromotedAfterTheOtherAndNothingIsLost() {
    try (Traffic traffic = traffic()) {
      for (int i = 0; i < 3; i++) {
        traffic.goOn(10);
        RedisProcess old = redis.takeOver(i);
        assertThat(redis.master(i)).isNotEqualTo(old);
      }
      assertTruthSoon("three promotions", traffic);
    }
  }
}
