package onlookers.deployment;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import onlookers.fixture.Ports;
import onlookers.fixture.PrivateCa;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.ToolProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two nodes behind each proxy of {@code server-config}, with its file as it is shipped: only ports,
 * names and certificates are others.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProxiesIT {
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** As strangers might spell it, for a node to read it as {@code /metrics}. */
  private static final List<String> METRICS =
      List.of(
          "metrics",
          "metrics/",
          "%6Detrics",
          "/metrics",
          "./metrics",
          "api/../metrics",
          "api/%2E%2E/metrics",
          "api/..;/metrics",
          "api/..%3B/metrics",
          "api/..;x=1/metrics",
          "api/%2e%2e;/metrics",
          "socket.io/..;/metrics",
          "socket.io/%2e%2e/metrics",
          ";x/metrics",
          "%3Bx/metrics",
          "metrics;x=1",
          "metrics%3Bx=1",
          "api%2F..%2Fmetrics");

  /** A site's own rule, for nginx. */
  private static final String SCRIPTS_OF_THE_SITE = "location ~* \\.(js|css)$ { return 410; }\n";

  @TempDir static Path folder;

  private static final Map<ReverseProxy, ToolProcess> RUNNING = new EnumMap<>(ReverseProxy.class);
  private static Map<ReverseProxy, ReverseProxy.Site> sites;
  private static PrivateCa.Identity identity;
  private static HttpClient client;
  private static RedisProcess redis;
  private static WarProcess one;
  private static WarProcess two;

  @BeforeAll
  static void start() throws Exception {
    // nginx and Apache lay down what root may
    assertThat(folder.toFile().setExecutable(true, false)).isTrue();
    redis = RedisProcess.start();
    one = launch();
    two = launch();
    PrivateCa ca = PrivateCa.in(folder);
    identity = ca.issue("www", "dns:localhost", "ip:127.0.0.1");
    client = trusting(ca.certificate());
    int[] nodes = {one.base().getPort(), two.base().getPort()};
    sites =
        Stream.of(ReverseProxy.values())
            .collect(toMap(proxy -> proxy, proxy -> site(proxy, nodes)));
    sites.forEach((proxy, site) -> RUNNING.put(proxy, proxy.start(site, proxy.shipped())));
    sites.forEach((proxy, site) -> awaitReady(site, RUNNING.get(proxy)));
  }

  private static WarProcess launch() {
    return WarProcess.launch("--redis.uri=" + redis.uri(), "--limit.messages=0");
  }

  private static ReverseProxy.Site site(ReverseProxy proxy, int... nodes) {
    Path own = folder.resolve(proxy.name().toLowerCase(Locale.ROOT));
    return new ReverseProxy.Site(own, Ports.free(), identity, nodes);
  }

  private static HttpClient trusting(Path authority) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      CertificateFactory certificates = CertificateFactory.getInstance("X.509");
      trusted.setCertificateEntry("ca", certificates.generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).connectTimeout(MAX_WAIT).build();
  }

  private static void awaitReady(ReverseProxy.Site site, ToolProcess proxy) {
    Visitor visitor = new Visitor(client, site.port());
    await()
        .atMost(MAX_WAIT)
        .failFast(() -> assertThat(proxy.isAlive()).as(proxy.log()).isTrue())
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(visitor.status("/onlookers/health/ready"))
                    .as(proxy.log())
                    .isEqualTo(200));
  }

  @AfterAll
  static void stop() {
    RUNNING.values().forEach(ToolProcess::close);
    one.close();
    two.close();
    redis.close();
  }

  private static Visitor visitor(ReverseProxy proxy) {
    return new Visitor(client, sites.get(proxy).port());
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void servesThePagesBelowTheSubPath(ReverseProxy proxy) {
    Visitor visitor = visitor(proxy);
    assertThat(visitor.get("/onlookers/").body()).contains("<html");
    assertThat(visitor.get("/onlookers/onlookers.js").body()).contains("data-onlookers");
    assertThat(visitor.get("/onlookers/api/posts/13").body()).contains("\"viewers\":");
    assertThat(visitor.get("/onlookers").headers().firstValue("Location").orElse(""))
        .as("without its slash it leads to where the page finds its files")
        .endsWith("/onlookers/");
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void countsReachReadersOnBothNodesByWebSocket(ReverseProxy proxy) {
    String post = "ws-" + proxy.name();
    try (Visitor.Socket first = visitor(proxy).connect();
        Visitor.Socket second = visitor(proxy).connect()) {
      first.send("[\"viewing\",\"" + post + "\"]");
      second.send("[\"viewing\",\"" + post + "\"]");
      first.awaitText("[\"counts\",\"" + post + "\",2,2]");
      second.awaitText("[\"counts\",\"" + post + "\",2,2]");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void pollingStaysOnTheNodeThatKnowsTheSession(ReverseProxy proxy) {
    IntStream.rangeClosed(1, 3)
        .forEach(
            n -> {
              String post = "poll-" + proxy.name() + n;
              assertThat(visitor(proxy).countByPolling(post)).contains("[\"viewers\",\"" + post);
            });
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void aPageOfAnotherSiteIsRefused(ReverseProxy proxy) {
    assertThat(visitor(proxy).handshakeStatus("https://elsewhere.example")).isEqualTo(403);
    assertThat(visitor(proxy).handshakeStatus("https://localhost:1")).isEqualTo(101);
  }

  @ParameterizedTest
  @EnumSource
  @Order(1)
  void theNumbersStayInsideHoweverTheyAreAskedFor(ReverseProxy proxy) {
    assertMetricsStayInside(visitor(proxy));
  }

  private static void assertMetricsStayInside(Visitor visitor) {
    assertThat(METRICS)
        .allSatisfy(
            path ->
                assertThat(visitor.get("/onlookers/" + path))
                    .as(path)
                    .satisfies(answer -> assertThat(answer.body()).doesNotContain("onlookers_"))
                    .satisfies(answer -> assertThat(answer.statusCode()).isNotEqualTo(200)));
  }

  /** The others have a parent of root's that reads nothing of readers'. */
  @Test
  @Order(1)
  void haproxyLaysDownWhatRootMay() {
    assertThat(RUNNING.get(ReverseProxy.HAPROXY).user()).isNotEmpty().isNotEqualTo("root");
  }

  /** The table of traps in operations.md. */
  @Test
  @Order(2)
  void aLineThatIsLeftOutOfNginxHasItsSymptom() {
    withoutLines("(?m)^ *proxy_set_header (Upgrade|Connection).*$", "no-upgrade")
        .run(visitor -> assertThat(visitor.handshakeStatus(visitor.origin())).isEqualTo(404));
    withoutLines("(?m)^ *proxy_set_header (Host|X-Forwarded-Host).*$", "no-host")
        .run(visitor -> assertThat(visitor.handshakeStatus(visitor.origin())).isEqualTo(403));
    withoutLines("(?m)^ *hash .*$", "no-stickiness")
        .run(visitor -> assertThat(visitor.countByPolling("13")).contains("Session ID unknown"));
  }

  /** What many a site does with its scripts is not done with ours. */
  @Test
  @Order(2)
  void aSiteWithARuleForItsOwnScriptsServesOurs() {
    String text = ReverseProxy.NGINX.shipped();
    int end = text.lastIndexOf('}');
    trial("rules", ReverseProxy.NGINX, text.substring(0, end) + SCRIPTS_OF_THE_SITE + "}")
        .run(
            visitor -> {
              assertThat(visitor.status("/onlookers/onlookers.js")).isEqualTo(200);
              assertThat(visitor.status("/of-the-site.js")).isEqualTo(410);
            });
  }

  /** As operations.md has it for one machine: the file goes into the site's own configuration. */
  @ParameterizedTest
  @EnumSource(names = {"NGINX", "APACHE"})
  @Order(2)
  void oneNodeIsServedBesideWhateverTheSiteServes(ReverseProxy proxy) {
    trial("one-" + proxy, proxy, proxy.besideASite(SCRIPTS_OF_THE_SITE))
        .run(
            visitor -> {
              assertThat(visitor.status("/onlookers/onlookers.js")).isEqualTo(200);
              assertThat(visitor.get("/onlookers").headers().firstValue("Location").orElse(""))
                  .endsWith("/onlookers/");
              assertThat(visitor.handshakeStatus("https://elsewhere.example")).isEqualTo(403);
              assertThat(visitor.countByPolling("one")).contains("[\"viewers\",\"one");
              try (Visitor.Socket reader = visitor.connect()) {
                reader.send("[\"viewing\",\"one-" + proxy + "\"]");
                reader.awaitText("[\"counts\",\"one-" + proxy + "\",1,1]");
              }
              assertMetricsStayInside(visitor);
            });
  }

  /** With the lines in the file that are left to the administrator, and a number to be reached. */
  @ParameterizedTest
  @CsvSource({"two-nginx, NGINX, false", "one-nginx, NGINX, true", "two-haproxy, HAPROXY, false"})
  @Order(2)
  void anAddressThatHasTooMuchOpenIsRefusedAndNobodyElseIs(
      String name, ReverseProxy proxy, boolean besideASite) {
    String text = besideASite ? proxy.besideASite("") : proxy.shipped();
    trial("limited-" + name, proxy, limited(text))
        .run(
            visitor -> {
              Visitor.Stranger first = visitor.stranger();
              try (Visitor.Stranger second = visitor.stranger();
                  Visitor.Stranger third = visitor.stranger();
                  Visitor.Stranger fourth = visitor.stranger();
                  Visitor.Socket reader = visitor.connect()) {
                assertThat(Stream.of(first, second, third).map(Visitor.Stranger::status))
                    .containsOnly(101);
                assertThat(fourth.status()).isEqualTo(429);
                reader.send("[\"viewing\",\"limited-" + name + "\"]");
                reader.awaitText("[\"counts\",\"limited-" + name + "\",1,1]");
                first.close();
                await().atMost(MAX_WAIT).until(() -> statusOfAStranger(visitor) == 101);
              }
            });
  }

  /** With nginx's zone before all else, where the file for one node says that it belongs. */
  private static String limited(String text) {
    String active =
        text.replaceAll(
            "(?m)# (limit_conn|stick-table|http-request track-sc|http-request deny deny_status 429)",
            "$1");
    String reachable = active.replaceAll("(onlookers_readers|sc0_conn_cur gt) 100", "$1 3");
    assertThat(active).isNotEqualTo(text);
    assertThat(reachable).isNotEqualTo(active);
    Matcher zone = Pattern.compile("(?m)^ *limit_conn_zone .*\n").matcher(reachable);
    return zone.find() ? zone.group() + zone.replaceFirst("") : reachable;
  }

  private static int statusOfAStranger(Visitor visitor) {
    try (Visitor.Stranger stranger = visitor.stranger()) {
      return stranger.status();
    }
  }

  private interface Look {
    void at(Visitor visitor);
  }

  private interface Trial {
    void run(Look look);
  }

  private static Trial withoutLines(String lines, String name) {
    String text = ReverseProxy.NGINX.shipped();
    String without = text.replaceAll(lines, "");
    assertThat(without).isNotEqualTo(text);
    return trial(name, ReverseProxy.NGINX, without);
  }

  private static Trial trial(String name, ReverseProxy kind, String text) {
    int[] nodes = {one.base().getPort(), two.base().getPort()};
    ReverseProxy.Site site =
        new ReverseProxy.Site(folder.resolve(name), Ports.free(), identity, nodes);
    return look -> {
      try (ToolProcess proxy = kind.start(site, text)) {
        awaitReady(site, proxy);
        look.at(new Visitor(client, site.port()));
      }
    };
  }

  /** The last one: there is one node less afterwards. */
  @ParameterizedTest
  @EnumSource
  @Order(3)
  void whenANodeIsGoneEverybodyIsServedByTheOther(ReverseProxy proxy) {
    two.kill();
    await()
        .atMost(MAX_WAIT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (int i = 0; i < 4; i++) {
                assertThat(visitor(proxy).status("/onlookers/health/ready")).isEqualTo(200);
                visitor(proxy).connect().close();
              }
              assertThat(visitor(proxy).countByPolling("alone")).contains("[\"viewers\"");
            });
  }
}
