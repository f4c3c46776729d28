package onlookers.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.QuickPings;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A page of another site with the Socket.IO client of its time: the official bundles, in a real
 * browser, whose XHR is not that of Node.js.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketIoPageIT {
  private static final double MAX_WAIT_MILLIS = 60_000;
  private static final Path CLIENTS = Path.of("target", "clients", "node_modules");

  private final Blog blog = new Blog();
  private final RedisProcess redis = RedisProcess.start();
  private final HeadlessBrowser browser = HeadlessBrowser.launch();
  private final WarProcess war = start();
  private final List<BrowserContext> visits = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  SocketIoPageIT() {
    blog.offer("/1.3.js", CLIENTS.resolve("socket.io-client-1.3/socket.io.js"));
    blog.offer("/4.8.js", CLIENTS.resolve("socket.io-client-4.8/dist/socket.io.js"));
  }

  private WarProcess start() {
    List<String> settings = new ArrayList<>(QuickPings.OTHERS);
    settings.add(QuickPings.PING_INTERVAL);
    settings.add("--redis.uri=" + redis.uri());
    settings.add("--origins=" + blog.origin());
    return WarProcess.start(settings.toArray(String[]::new));
  }

  @AfterAll
  void end() {
    browser.close();
    war.close();
    redis.close();
    blog.close();
  }

  @AfterEach
  void noPageHasComplained() {
    visits.forEach(BrowserContext::close);
    visits.clear();
    List<String> received = List.copyOf(complaints);
    complaints.clear();
    assertThat(received).isEmpty();
  }

  /** As the theme of 2015 did: says what it views at every connect, and shows what it receives. */
  private String page(String version, String transports, String post) {
    String asked = transports.equals("default") ? "" : "transports: ['" + transports + "'],";
    URI server = war.base();
    return """
    <p>viewers <b id=viewers></b>, views <b id=views></b>,
    <i id=connects>0</i> connects, by <i id=transport></i>, <i id=error></i>
    <script src=/%s.js></script>
    <script>
      const show = (id, text) => document.getElementById(id).textContent = text;
      const socket = io('http://%s', {%s path: '%ssocket.io'});
      let viewing = '%s', connects = 0;
      const view = post => socket.emit('viewing', viewing = post);
      socket.on('connect', () => {
        show('connects', ++connects);
        const engine = socket.io.engine;
        show('transport', engine.transport.name);
        engine.on('upgrade', transport => show('transport', transport.name));
        view(viewing);
      });
      socket.on('error', (code, message) => show('error', code));
      socket.on('viewers', (post, n) => post === viewing && show('viewers', n));
      socket.on('views', (post, n) => post === viewing && show('views', n));
    </script>\
    """
        .formatted(version, server.getAuthority(), asked, server.getPath(), post);
  }

  private Page visit(String version, String transports, String post) {
    BrowserContext visit = browser.newReader(new NewContextOptions());
    visits.add(visit);
    Page page = visit.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.navigate(blog.publish(page(version, transports, post)).toString());
    return page;
  }

  private static void shows(Page page, String id, Object text) {
    assertThat(page.locator("#" + id))
        .hasText(text.toString(), new HasTextOptions().setTimeout(MAX_WAIT_MILLIS));
  }

  @ParameterizedTest
  @CsvSource({"1.3,default", "1.3,polling", "1.3,websocket", "4.8,default", "4.8,polling"})
  void aPageOfAnotherSiteComesMovesAndLeaves(String version, String transports) {
    String post = "page-" + version.charAt(0) + "-" + transports;
    try (Reader neighbour = Reader.watching(war, post, post + "-next")) {
      Page page = visit(version, transports, post);
      shows(page, "viewers", 1);
      shows(page, "views", 1);
      shows(page, "transport", transports.equals("polling") ? "polling" : "websocket");
      neighbour.awaitCounts(post, 1, 1);
      Reader other = Reader.viewing(war, post);
      shows(page, "viewers", 2);
      shows(page, "views", 2);
      other.close();
      page.evaluate("view('no post, but Zoé €')");
      shows(page, "error", "bad-post");
      page.evaluate("post => view(post)", post + "-next");
      shows(page, "viewers", 1);
      neighbour.awaitCounts(post, 0, 2);
      neighbour.awaitCounts(post + "-next", 1, 1);
      await("some heartbeats")
          .during(Duration.ofSeconds(4))
          .atMost(Reader.MAX_WAIT)
          .until(() -> neighbour.shown(post + "-next").equals("1/1"));
      shows(page, "connects", 1);
      page.close();
      neighbour.awaitViewers(post + "-next", 0, QuickPings.FORGOTTEN);
    }
  }
}
