package onlookers.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.fixture.ServerProcess;
import onlookers.fixture.WarProcess;

/**
 * The server that is attacked, in a process of its own, watched from outside: the executable WAR,
 * or the WAR inside another server: with {@code -Dattack.on=tomcat} or {@code payara} as {@code
 * server-config} sets them, with {@code tomcat-plain} as Tomcat comes.
 */
interface Victim extends AutoCloseable {
  /** Tomcat's own, on the loopback interface. */
  String PLAIN = "<Connector address=\"127.0.0.1\" port=\"8080\"/>";

  /** Where it listens; ends with a slash. */
  URI base();

  /** Its process. */
  long pid();

  /** The lines that it has logged so far. */
  List<String> log();

  /** How many these are. */
  int lines();

  @Override
  void close();

  /** Starts the one that {@code attack.on} names, the executable WAR when nothing does. */
  static Victim start(String redisUri) {
    String on = System.getProperty("attack.on", "war");
    List<String> settings =
        List.of(
            "redis.uri=" + redisUri,
            "session.grace=2",
            "sweep.interval=10",
            "admin.token=" + Attacks.TOKEN);
    if (on.equals("war")) {
      return war(WarProcess.start(settings.stream().map("--"::concat).toArray(String[]::new)));
    }
    return server(start(on, settings.stream().map("-Donlookers."::concat).toList()));
  }

  private static ServerProcess start(String on, List<String> options) {
    try {
      Path work = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "attacked-");
      return switch (on) {
        case "tomcat" -> ServerProcess.tomcat(work, configured(), options);
        case "tomcat-plain" -> ServerProcess.tomcat(work, PLAIN, options);
        case "payara" ->
            ServerProcess.payara(Path.of("server-config/payara/micro.asadmin"), options);
        default -> throw new IllegalArgumentException("attack.on=" + on);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The connector that we recommend. */
  private static String configured() throws IOException {
    String file = Files.readString(Path.of("server-config/tomcat/connector.xml"));
    return file.substring(file.lastIndexOf("<Connector"));
  }

  private static Victim war(WarProcess war) {
    return new Victim() {
      @Override
      public URI base() {
        return war.base();
      }

      @Override
      public long pid() {
        return war.pid();
      }

      @Override
      public List<String> log() {
        return war.output();
      }

      @Override
      public int lines() {
        return war.lines();
      }

      @Override
      public void close() {
        war.close();
      }
    };
  }

  private static Victim server(ServerProcess server) {
    return new Victim() {
      @Override
      public URI base() {
        return server.base();
      }

      @Override
      public long pid() {
        return jvm(server.pid());
      }

      @Override
      public List<String> log() {
        return server.output();
      }

      @Override
      public int lines() {
        return server.lines();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  /** A script that starts a JVM and waits for it, or the JVM itself. */
  private static long jvm(long pid) {
    return ProcessHandle.of(pid)
        .orElseThrow()
        .children()
        .findFirst()
        .map(ProcessHandle::pid)
        .orElse(pid);
  }

  default InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), base().getPort());
  }

  /** Bytes of living objects, after a full collection. */
  default long liveBytes() {
    return Long.parseLong(find("Total +\\d+ +(\\d+)", command("GC.class_histogram")));
  }

  /** The most memory that it had, in bytes; Linux only, 0 elsewhere. */
  default long peakBytes() {
    Path status = Path.of("/proc/" + pid() + "/status");
    try {
      return Files.exists(status)
          ? 1_024 * Long.parseLong(find("VmHWM:\\s+(\\d+)", Files.readString(status)))
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What each of its threads does. */
  default String stacks() {
    return command("Thread.print");
  }

  private String command(String name) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid()), name)
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String find(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in:\n" + text);
    }
    return matcher.group(1);
  }
}
