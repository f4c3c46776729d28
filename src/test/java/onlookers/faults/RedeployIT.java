package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onlookers.fixture.Engine;
import onlookers.fixture.Engine.Answer;
import onlookers.fixture.EnginePolling;
import onlookers.fixture.Http;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.ServerProcess;
import onlookers.fixture.Tools;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WAR replaced in a Tomcat that goes on, again and again. */
@Tag("faults")
class RedeployIT {
  private static final int TIMES = 10;

  /** Threads of its own that Tomcat keeps. */
  private static final int SPARE_THREADS = 10;

  /** Pages that are all answered at once when the application stops. */
  private static final int POLLS = 60;

  private static final Duration MAX_WAIT = Duration.ofMinutes(2);
  private static final Pattern LOADERS =
      Pattern.compile("(\\d+) +\\d+ +org\\.apache\\.catalina\\.loader\\.ParallelWebappClassLoader");
  private static final Pattern READY = Pattern.compile("node \\S+ has started");

  @TempDir Path folder;

  @Test
  void tenRedeploysDoNotAddUp() throws Exception {
    try (RedisProcess redis = RedisProcess.start();
        ServerProcess tomcat =
            ServerProcess.tomcatThatLooksForNewWars(
                folder,
                List.of(
                    "-Donlookers.redis.uri=" + redis.uri(),
                    "-Donlookers.limit.messages=0",
                    "-Donlookers.socketio.ping.interval=3600", // which would answer a poll
                    "-Donlookers.node.lease=" + Nodes.LEASE.toSeconds(),
                    "-Donlookers.session.grace=" + Nodes.GRACE.toSeconds()))) {
      URI presence =
          URI.create(tomcat.base().resolve("presence").toString().replaceFirst("^http", "ws"));
      try (Crowd crowd = new Crowd("post", 4, () -> presence, Nodes.OUTLIVES, new Random(1))) {
        crowd.come(30);
        Trial.Outcome outcome =
            new Trial(redis, crowd)
                .run(
                    "ten redeploys on Tomcat",
                    Nodes.OUTLIVES.plusSeconds(4),
                    () -> redeploy(tomcat));
        assertThat(outcome.views()).isEqualTo(new Checker.Views(0, 0));
      }
      System.out.println(loaders(tomcat) + " class loaders after " + TIMES + " redeploys");
      await()
          .atMost(MAX_WAIT)
          .untilAsserted(
              () -> {
                useAllThreads(tomcat);
                assertThat(loaders(tomcat)).isEqualTo(1);
              });
    }
  }

  private static void redeploy(ServerProcess tomcat) throws IOException {
    for (int i = 0; i < TIMES; i++) {
      long started = started(tomcat);
      List<CompletableFuture<Answer>> polls = poll(tomcat);
      tomcat.replaceWar();
      await().atMost(MAX_WAIT).until(() -> started(tomcat) > started);
      await().atMost(MAX_WAIT).until(() -> isLive(tomcat));
      assertThat(polls).allSatisfy(poll -> assertThat(poll.join().text()).isEqualTo("1"));
    }
  }

  private static List<CompletableFuture<Answer>> poll(ServerProcess tomcat) {
    Engine engine = new Engine(tomcat.base().resolve("socket.io/"), 4);
    List<EnginePolling> sessions = Stream.generate(engine::open).limit(POLLS).toList();
    return sessions.stream().map(EnginePolling::pollLater).toList();
  }

  private static long started(ServerProcess tomcat) {
    return tomcat.output().stream().filter(line -> READY.matcher(line).find()).count();
  }

  private static boolean isLive(ServerProcess tomcat) {
    return Http.status(tomcat.base().resolve("health/live")) == 200;
  }

  /** Tomcat renews a thread of its own some time after an undeploy, once it is used. */
  private static void useAllThreads(ServerProcess tomcat) {
    for (int i = 0; i < 3 * SPARE_THREADS; i++) {
      assertThat(isLive(tomcat)).isTrue();
    }
  }

  /** Of the application, in a server that has no other; after a collection. */
  private static long loaders(ServerProcess tomcat) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String pid = Long.toString(tomcat.jvm());
    String histogram =
        Tools.run(new ProcessBuilder(jcmd.toString(), pid, "GC.class_histogram")).output();
    Matcher loaders = LOADERS.matcher(histogram);
    return loaders.find() ? Long.parseLong(loaders.group(1)) : 0;
  }
}
