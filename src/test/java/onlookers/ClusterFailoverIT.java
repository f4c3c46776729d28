package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisCluster;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.Traffic;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

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
        move.finishWhole();
      }
      assertTruthSoon("two slots half way for two seconds", traffic);
    }
  }

  /**
   * Of the keys of one slot some have moved: several at once cannot be written, one by itself can.
   * A page whose view waits for that is told to Redis again meanwhile.
   */
  @Test
  void aViewThatWaitsForItsSlotIsCountedThoughItsSessionIsWrittenAgain() {
    String post = posts.get(0);
    String views = "views:" + post;
    try (Jedis jedis = redis.masterOf(views).connect()) {
      jedis.set(views, "0");
    }
    RedisCluster.SlotMove half = redis.beginMove(slot(views), another(slot(views)));
    half.migrate(views);
    try (Reader a = Reader.connect(one);
        Reader b = Reader.connect(two)) {
      List<Reader> all = List.of(a, b);
      all.forEach(reader -> reader.view(post, Map.of("visit", "visit-of-" + reader.session())));
      all.forEach(reader -> awaitDegraded(reader, true));
      await().atMost(Duration.ofSeconds(30)).until(() -> isRegistered(a) && isRegistered(b));

      half.finishWhole();

      all.forEach(reader -> reader.awaitCounts(post, 2, 2));
    }
  }

  private boolean isRegistered(Reader reader) {
    try (Jedis jedis = redis.masterOf("viewers").connect()) {
      return jedis.hexists("viewers", reader.session());
    }
  }

  /** As when one Redis is away: posts whose keys lie elsewhere are not spared. */
  @Test
  void aMasterThatIsDownWithoutAReplicaDegradesEveryPostUntilItIsBack() {
    String here = postOf(OF_HASH);
    String elsewhere = postOf((OF_HASH + 1) % 3);
    try (Reader a = Reader.viewing(one, here);
        Reader b = Reader.viewing(two, elsewhere)) {
      RedisProcess master = redis.master(OF_HASH);
      redis.replicaOf(master).kill();
      master.kill();
      List<Reader> all = List.of(a, b);
      all.forEach(reader -> awaitDegraded(reader, true));
      try (Reader late = Reader.viewing(one, elsewhere)) {
        late.awaitCounts(elsewhere, 1, 1);
        master.restart();
        redis.awaitWhole();
        all.forEach(reader -> awaitDegraded(reader, false));
        b.awaitViewers(elsewhere, 2);
        late.awaitViewers(elsewhere, 2);
        a.awaitViewers(here, 1);
      }
      all.forEach(reader -> assertThat(reader.closeCode()).isNull());
    }
  }

  private String postOf(int index) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> posts.get(0) + "-" + i)
        .filter(post -> RedisCluster.index("viewers:" + post) == index)
        .filter(post -> RedisCluster.index("views:" + post) == index)
        .findFirst()
        .orElseThrow();
  }

  private static void awaitDegraded(Reader reader, boolean degraded) {
    reader.awaitFrame(
        "degraded " + degraded,
        0,
        Duration.ofSeconds(10),
        frame -> frame.is("degraded") && frame.words().get(1).equals(degraded));
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
