package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.SwitchingProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** One address, behind which the master's role goes to another server, and nobody is cut off. */
@ExtendWith(NodeLogs.class)
class SwitchedMasterIT {
  private static final Duration LEASE = Duration.ofSeconds(3);

  private RedisProcess first;
  private RedisProcess second;
  private SwitchingProxy address;
  private HeadlessProcess one;
  private HeadlessProcess two;

  @BeforeEach
  void start() {
    first = RedisProcess.start("--repl-diskless-sync-delay", "0");
    second = RedisProcess.start("--repl-diskless-sync-delay", "0");
    follow(second, first);
    address = new SwitchingProxy(first.port());
    one = launch("one");
    two = launch("two");
    one.presence();
    two.presence();
  }

  private HeadlessProcess launch(String id) {
    return HeadlessProcess.launch(
        "redis.uri=redis://127.0.0.1:" + address.port(),
        "node.id=" + id,
        "node.lease=" + LEASE.toSeconds(),
        "session.grace=1");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    address.close();
    first.close();
    second.close();
  }

  private static void follow(RedisProcess replica, RedisProcess master) {
    try (Jedis jedis = replica.connect()) {
      jedis.replicaof("127.0.0.1", master.port());
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> jedis.info("replication").contains("master_link_status:up"));
    }
  }

  @Test
  void everybodyLeavesTheOldMasterAndTheCollectorLivesOn() {
    try (Reader stays = Reader.viewing(one, "p");
        Reader dies = Reader.viewing(two, "p")) {
      stays.awaitCounts("p", 2, 2);
      try (Jedis jedis = second.connect()) {
        jedis.replicaofNoOne();
      }
      address.lead(second.port());
      follow(first, second);
      List<Reader> all = List.of(stays, dies);
      try (Reader comes = Reader.viewing(one, "p")) {
        all.forEach(reader -> reader.awaitCounts("p", 3, 3));
        comes.awaitCounts("p", 3, 3);
      }
      all.forEach(reader -> reader.awaitCounts("p", 2, 3));
      two.kill();
      stays.awaitViewers("p", 1, LEASE.multipliedBy(2).plusSeconds(5));
      new Invariant(second, "").awaitHolds(Reader.MAX_WAIT);
      assertThat(stays.closeCode()).isNull();
      assertThat(stays.received("session")).hasSize(1);
    }
  }
}
