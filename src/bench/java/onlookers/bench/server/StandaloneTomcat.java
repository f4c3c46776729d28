package onlookers.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import onlookers.bench.load.NativeDialect;
import onlookers.bench.load.Target;

/**
 * The product in a Tomcat of its own, set up as {@code server-config/tomcat} tells an administrator:
 * connector.xml in server.xml, setenv.sh in bin, the WAR in webapps.
 */
public final class StandaloneTomcat implements JvmContestant {
  /** Its column in the results. */
  public static final String NAME = "standalone tomcat";

  private static final Path CONFIG = Path.of("server-config", "tomcat");
  private static final String SERVER_XML =
      """
      <Server port="-1">
        <Service name="Catalina">
          %s
          <Engine name="Catalina" defaultHost="localhost">
            <Host name="localhost" appBase="webapps"/>
          </Engine>
        </Service>
      </Server>
      """;

  /** What would limit a crowd that comes from one machine. */
  private static final String NO_LIMITS =
      "CATALINA_OPTS=\"$CATALINA_OPTS -Donlookers.limit.sessions.per.address=0"
          + " -Donlookers.limit.messages=0\"\n";

  private final RedisServer redis = new RedisServer("tomcat");
  private final int port = Work.freePort();
  private final Child process;

  /**
   * Starts it.
   *
   * @param home an unpacked Tomcat
   * @param war the product
   */
  public StandaloneTomcat(Path home, Path war) {
    Path base = Work.file("tomcat");
    try {
      furnish(home, base, war);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> environment =
        Map.of(
            "CATALINA_BASE",
            base.toString(),
            "CATALINA_HOME",
            home.toAbsolutePath().toString(),
            "JAVA_HOME",
            System.getProperty("java.home"));
    String catalina = home.resolve("bin").resolve("catalina.sh").toAbsolutePath().toString();
    process =
        Child.start(NAME, List.of("sh", catalina, "run"), environment, "Server startup in");
  }

  private void furnish(Path home, Path base, Path war) throws IOException {
    Work.delete(base);
    for (String folder : List.of("conf", "bin", "webapps", "logs", "temp")) {
      Files.createDirectories(base.resolve(folder));
    }
    // without its logging.properties, so that it logs on the console
    Files.copy(home.resolve("conf/web.xml"), base.resolve("conf/web.xml"));
    String connector =
        Files.readString(CONFIG.resolve("connector.xml"))
            .replace("port=\"8080\"", "port=\"" + port + "\"");
    Files.writeString(base.resolve("conf/server.xml"), SERVER_XML.formatted(connector));
    String setenv =
        Files.readString(CONFIG.resolve("setenv.sh"))
            .replace("=redis://localhost:6379", "=" + redis.uri());
    Files.writeString(base.resolve("bin/setenv.sh"), setenv + "\n" + NO_LIMITS);
    Files.copy(
        war, base.resolve("webapps/onlookers.war"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Target target() {
    return Target.local(port, new NativeDialect("/onlookers/presence"));
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public List<RedisServer> redis() {
    return List.of(redis);
  }

  @Override
  public void close() {
    process.close();
    redis.close();
  }
}
