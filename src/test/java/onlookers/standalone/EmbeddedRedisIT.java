package onlookers.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

class EmbeddedRedisIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @Test
  void itAnswersOnTheLoopbackInterface() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri())) {
      assertThat(URI.create(redis.uri()).getHost()).isEqualTo("127.0.0.1");
      assertThat(client.configGet("bind")).containsEntry("bind", "127.0.0.1");
      assertThat(client.ping()).isEqualTo("PONG");
    }
  }

  @Test
  void itIsOfTheVersionThatIsSaidAtStart() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri())) {
      assertThat(client.info("server")).contains("redis_version:" + EmbeddedRedis.VERSION);
    }
  }

  @Test
  void itKeepsNothing() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        RedisClient client = RedisClient.create(redis.uri())) {
      client.set("views:13", "120");
      assertThat(client.configGet("save")).containsEntry("save", "");
      assertThat(client.configGet("appendonly")).containsEntry("appendonly", "no");
      try (EmbeddedRedis next = EmbeddedRedis.start();
          RedisClient nextClient = RedisClient.create(next.uri())) {
        assertThat(nextClient.get("views:13")).isNull();
      }
    }
  }

  @Test
  void itLetsNobodyInWithoutItsPassword() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Jedis stranger = new Jedis("127.0.0.1", URI.create(redis.uri()).getPort())) {
      assertThatThrownBy(stranger::ping).hasMessageStartingWith("NOAUTH");
    }
  }

  @Test
  void eachHasAPasswordOfItsOwn() throws IOException {
    try (EmbeddedRedis one = EmbeddedRedis.start();
        EmbeddedRedis other = EmbeddedRedis.start()) {
      assertThat(password(one)).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(password(other));
    }
  }

  @Test
  void thePasswordStandsInNoCommandLineNoEnvironmentAndNoFile() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      Traces traces = Traces.of(redis.uri());
      assertThat(seenByOthers(traces))
          .isNotEmpty()
          .noneMatch(text -> text.contains(password(redis)));
    }
  }

  /** What is to be read of the guard, of Redis and in their folder; the binary is none of it. */
  private static List<String> seenByOthers(Traces traces) throws IOException {
    List<Path> files = new ArrayList<>();
    for (ProcessHandle process :
        List.of(traces.process(), traces.process().parent().orElseThrow())) {
      Path folder = Path.of("/proc", Long.toString(process.pid()));
      files.addAll(List.of(folder.resolve("cmdline"), folder.resolve("environ")));
    }
    try (Stream<Path> inFolder = Files.walk(traces.folder())) {
      files.addAll(
          inFolder.filter(Files::isRegularFile).filter(file -> !Files.isExecutable(file)).toList());
    }
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return texts;
  }

  private static String password(EmbeddedRedis redis) {
    return URI.create(redis.uri()).getUserInfo().substring(1);
  }

  @Test
  void closeLeavesNeitherProcessNorFolder() throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.start();
    Traces traces = Traces.of(redis.uri());
    assertThat(traces.isGone()).isFalse();

    redis.close();
    redis.close();

    await().atMost(SOON).until(traces::isGone);
  }

  @Test
  void aJvmThatIsKilledLeavesNeitherProcessNorFolder() throws IOException {
    Process jvm = startChild();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      Traces traces = Traces.of(output.readLine());
      assertThat(traces.isGone()).isFalse();

      jvm.destroyForcibly();

      await().atMost(SOON).until(traces::isGone);
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static Process startChild() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A program that starts a Redis, tells where, and waits to be killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(EmbeddedRedis.start().uri());
      Thread.currentThread().join();
    }
  }

  /** What a Redis leaves behind if nobody clears up. */
  private record Traces(ProcessHandle process, Path folder) {
    static Traces of(String uri) {
      try (RedisClient client = RedisClient.create(uri)) {
        String info = client.info("server");
        String executable = value(info, "executable");
        return new Traces(
            ProcessHandle.of(Long.parseLong(value(info, "process_id"))).orElseThrow(),
            Path.of(executable).getParent());
      }
    }

    boolean isGone() {
      return !process.isAlive() && Files.notExists(folder);
    }

    private static String value(String info, String name) {
      return info.lines()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow();
    }
  }
}
