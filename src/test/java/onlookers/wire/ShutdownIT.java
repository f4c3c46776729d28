package onlookers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import onlookers.fixture.HeadlessProcess;
import onlookers.fixture.Http;
import onlookers.fixture.Invariant;
import onlookers.fixture.Jmx;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;

/** The end of a server: by draining, and by a shutdown. */
@ExtendWith(NodeLogs.class)
class ShutdownIT {
  private static final Duration GRACE = Duration.ofSeconds(6);

  private RedisProcess redis;
  private WarProcess war;
  private HeadlessProcess elsewhere;

  @BeforeEach
  void start() {
    redis = RedisProcess.start();
    war = WarProcess.launch("--redis.uri=" + redis.uri(), "--session.grace=" + GRACE.toSeconds());
    elsewhere =
        HeadlessProcess.launch("redis.uri=" + redis.uri(), "session.grace=" + GRACE.toSeconds());
    war.base();
    elsewhere.presence();
  }

  @AfterEach
  void stop() {
    war.close();
    elsewhere.close();
    redis.close();
  }

  @Test
  void aDrainedSessionResumesElsewhereAndNobodySeesADip() {
    URI ready = war.base().resolve("health/ready");
    Reader reader = Reader.viewing(war, "p");
    try (Reader watcher = Reader.watching(elsewhere, "p");
        Reader back = Reader.connect(elsewhere);
        Jmx jmx = war.jmx();
        Jedis jedis = redis.connect()) {
      watcher.awaitCounts("p", 1, 1);
      int mark = watcher.mark();
      jmx.call("drain", 1);
      assertThat(reader.awaitClose()).isEqualTo(1012);
      back.resume("p", reader.session());
      back.awaitCounts("p", 1, 1);
      assertThat(back.session()).isEqualTo(reader.session());
      assertThat(Http.status(ready)).isEqualTo(503);
      assertThat(jmx.attribute("Draining")).isEqualTo(true);
      war.stop();
      await()
          .during(GRACE.plusSeconds(1))
          .atMost(GRACE.plusSeconds(6))
          .until(() -> jedis.exists("session:" + reader.session()));
      assertThat(watcher.since(mark)).isEmpty();
    }
  }

  @Test
  void aShutdownClosesWith1012AndEndsItsSessionsAtOnce() {
    Reader viewing = Reader.viewing(war, "p");
    Reader watching = Reader.watching(war, "p");
    Reader lost = Reader.viewing(war, "q");
    try (Reader watcher = Reader.watching(elsewhere, "p", "q");
        Jedis jedis = redis.connect()) {
      watcher.awaitCounts("p", 1, 1);
      lost.abort();
      war.terminate();
      assertThat(viewing.awaitClose()).isEqualTo(1012);
      assertThat(watching.awaitClose()).isEqualTo(1012);
      watcher.awaitCounts("p", 0, 1);
      war.awaitExit();
      assertThat(jedis.keys("session:*")).isEmpty();
      assertThat(jedis.hgetAll("viewers")).isEmpty();
      watcher.awaitCounts("q", 0, 1);
      new Invariant(redis, "").assertHolds();
    }
  }
}
