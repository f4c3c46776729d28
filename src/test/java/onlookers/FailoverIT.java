package onlookers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.SentinelGroup;
import onlookers.fixture.Traffic;
import onlookers.redis.write.ConnectedTime;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;

/** On a Sentinel group. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailoverIT extends ChangingMasters<SentinelGroup> {
  @Override
  SentinelGroup startServers() {
    return SentinelGroup.start(1);
  }

  @Override
  void repair() {
    redis.restartTheDead();
  }

  @Test
  void aFailoverWhileTheMasterLivesLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      redis.failover();
      assertTruthSoon("SENTINEL FAILOVER", traffic);
    }
  }

  @Test
  void aMasterThatIsKilledLosesNothing() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      redis.killMaster();
      assertTruthSoon("master killed", traffic);
    }
  }

  @Test
  void whatTheOldMasterAcknowledgedAndTheNewOneNeverGotIsNotLost() {
    assertNothingIsLostAfter(Duration.ZERO);
  }

  /** By its own default Sentinel waits for 30 s before it calls a master dead. */
  @Test
  @Tag("faults")
  void norIsItWhenTheNewOneIsLongInComing() {
    assertNothingIsLostAfter(ConnectedTime.REMEMBERED.plusSeconds(8));
  }

  private void assertNothingIsLostAfter(Duration withoutMaster) {
    try (Traffic traffic = traffic()) {
      traffic.goOn(75);
      RedisProcess replica = redis.cutOff();
      traffic.goOn(25);
      RedisProcess old = redis.master();
      String acknowledged = views(old);
      old.kill();
      await().during(withoutMaster).atMost(withoutMaster.plusSeconds(10)).until(() -> true);
      replica.thaw();
      assertThat(views(replica)).as("views that were replicated").isNotEqualTo(acknowledged);
      redis.awaitOther(old);
      assertTruthSoon("master killed, a second of acknowledged writes lost", traffic);
    }
  }

  /** Their last word is true; connections that break are made anew by it. */
  @Test
  @Order(Integer.MAX_VALUE)
  void withoutAnySentinelAllGoesOnWhileTheMasterIsWell() {
    try (Traffic traffic = traffic()) {
      traffic.goOn(25);
      redis.killSentinels();
      traffic.goOn(50);
      try (Jedis jedis = redis.master().connect()) {
        jedis.sendCommand(Command.CLIENT, "KILL", "TYPE", "NORMAL");
      }
      assertTruthSoon("no sentinel, connections cut", traffic);
    }
  }
}
