package onlookers.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.fixture.Engine;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.Invariant;
import onlookers.fixture.QuickPings;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.SocketIoClient;
import onlookers.fixture.SocketIoReader;
import onlookers.fixture.WarProcess;
import redis.clients.jedis.Jedis;

/** One Redis and one executable WAR for the tests of a class, with {@link QuickPings}. */
final class Server implements AutoCloseable {
  private static final AtomicInteger POSTS = new AtomicInteger();

  private final RedisProcess redis = RedisProcess.start();
  private final String[] settings;
  private WarProcess war;

  /** Starts it with further settings. */
  Server(String... settings) {
    this.settings = settings;
    war = start(0);
  }

  private WarProcess start(int port) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--http.port=" + port);
    all.add("--redis.uri=" + redis.uri());
    all.add("--sweep.interval=1");
    all.addAll(QuickPings.OTHERS);
    if (all.stream().noneMatch(setting -> setting.startsWith("--socketio.ping.interval="))) {
      all.add(QuickPings.PING_INTERVAL);
    }
    return WarProcess.start(all.toArray(String[]::new));
  }

  /** Stops it as an administrator does, and starts another one in its place. */
  void restart() {
    int port = base().getPort();
    war.stop();
    war = start(port);
  }

  WarProcess war() {
    return war;
  }

  URI base() {
    return war.base();
  }

  /** A plain connection to its Redis; the caller closes it. */
  Jedis jedis() {
    return redis.connect();
  }

  /** The views of a post that Redis holds. */
  long views(String post) {
    try (Jedis jedis = jedis()) {
      String views = jedis.get("views:" + post);
      return views == null ? 0 : Long.parseLong(views);
    }
  }

  Invariant invariant() {
    return new Invariant(redis, "");
  }

  /** A post that no other test knows. */
  static String post() {
    return "post-" + POSTS.incrementAndGet();
  }

  /** Its Engine.IO. */
  Engine engine(int version) {
    return new Engine(base().resolve("socket.io/"), version);
  }

  /** A session by hand, by polling, which views the post. */
  EnginePolling pollingAndViewing(int version, String post) {
    EnginePolling session = engine(version).open();
    String event = "42[\"viewing\",\"" + post + "\"]";
    assertThat((version == 4 ? session.post("40", event) : session.post(event)).text())
        .isEqualTo("ok");
    return session;
  }

  /** A page on that post with an unmodified client. */
  SocketIoReader viewing(SocketIoClient client, String post) {
    return SocketIoReader.launch(client, base(), post);
  }

  /** A native client that is told of posts and not counted. */
  Reader watching(String... posts) {
    return Reader.watching(war, posts);
  }

  /** What it printed so far. */
  String log() {
    return war.log();
  }

  @Override
  public void close() {
    war.close();
    redis.close();
  }
}
