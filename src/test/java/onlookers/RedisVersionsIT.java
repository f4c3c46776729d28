package onlookers;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.fixture.ForeignWriter;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Invariant;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisAccess;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.RedisVersions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A conversation on each server that will do. */
@ExtendWith(NodeLogs.class)
class RedisVersionsIT {
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "REDIS_6_0")
  void readersComeMoveAndGoBesideAForeignWriter(RedisVersions version) {
    try (RedisProcess redis = RedisProcess.start(version.binary(), RedisAccess.OPEN);
        HeadlessProcess node =
            HeadlessProcess.launch(
                "redis.uri=" + redis.uri(), "session.grace=1", "sweep.interval=1");
        Reader stays = Reader.viewing(node, "p");
        ForeignWriter foreign = new ForeignWriter(redis, "")) {
      String stranger = foreign.view("p");
      stays.awaitCounts("p", 2, 2);
      Reader moves = Reader.viewing(node, "p");
      stays.awaitCounts("p", 3, 3);
      moves.view("q");
      stays.awaitCounts("p", 2, 3);
      foreign.leave(stranger);
      stays.awaitCounts("p", 1, 3);
      try (Reader back = Reader.connect(node)) {
        moves.abort();
        back.resume("p", moves.session());
        stays.awaitCounts("p", 2, 4);
        assertThat(back.session()).isEqualTo(moves.session());
      }
      stays.awaitCounts("p", 1, 4);
      new Invariant(redis, "").awaitHolds(Reader.MAX_WAIT);
      assertThat(node.log()).doesNotContain("WARNING");
    }
  }
}
