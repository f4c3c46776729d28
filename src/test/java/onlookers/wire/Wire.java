package onlookers.wire;

import java.util.concurrent.atomic.AtomicInteger;
import onlookers.fixture.Invariant;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import redis.clients.jedis.Jedis;

/**
 * One Redis and one executable WAR for all tests of the wire that need no settings of their own.
 * Started by the first that asks, ended with the JVM of the tests.
 */
final class Wire {
  /** {@code session.grace}, in seconds: longer than a busy machine keeps a test waiting. */
  static final int GRACE = 5;

  static final RedisProcess REDIS = RedisProcess.start();
  static final WarProcess WAR =
      WarProcess.start(
          "--redis.uri=" + REDIS.uri(),
          "--session.grace=" + GRACE,
          "--node.lease=10",
          "--sweep.interval=1",
          "--limit.messages=0",
          "--limit.sessions.per.address=0");
  static final Invariant INVARIANT = new Invariant(REDIS, "");

  private static final AtomicInteger POSTS = new AtomicInteger();

  private Wire() {}

  /** A post that no other test knows. */
  static String post() {
    return "post-" + POSTS.incrementAndGet();
  }

  static Reader viewing(String post) {
    return Reader.viewing(WAR, post);
  }

  static Reader watching(String... posts) {
    return Reader.watching(WAR, posts);
  }

  static Reader connect() {
    return Reader.connect(WAR);
  }

  /** A plain connection to its Redis; the caller closes it. */
  static Jedis jedis() {
    return REDIS.connect();
  }
}
