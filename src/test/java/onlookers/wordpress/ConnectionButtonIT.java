package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import onlookers.fixture.PlainProxy;
import onlookers.fixture.Ports;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Test;

/**
 * The button "Test connection": says in plain words whether readers' browsers will be let in, and
 * if not, why.
 */
class ConnectionButtonIT extends StageTests {
  private static final ContainsTextOptions PATIENTLY = new ContainsTextOptions().setTimeout(20_000);

  /** Opens, and answers what it is sent, in less than three seconds each. */
  private static final String LATE_SOCKET =
      """
      window.WebSocket = class {
        constructor() { setTimeout(() => this.onopen(), 2_500); }
        send() { setTimeout(() => this.onmessage({ data: '["counts","13",0,0]' }), 1_500); }
        close() {}
      };
      """;

  private Tab settings() {
    return stage.open(
        stage.administrator(), stage.site().page("wp-admin/options-general.php?page=onlookers"));
  }

  private static void test(Tab tab, String address, String kind, String words) {
    Page page = tab.page();
    page.fill("#onlookers-server", address);
    page.click("#onlookers-test");
    Locator result = page.locator("#onlookers-test-result");
    assertThat(result).containsText(words, PATIENTLY);
    assertThat(result.locator(".notice-" + kind)).isVisible();
    tab.forgiveFailedAttempts();
  }

  @Test
  void whileItsScriptIsOnTheWayTheButtonCannotBePressed() {
    Tab tab = settings();
    tab.page().route("**/onlookers/admin.js*", Route::abort);
    tab.page().reload();
    assertThat(tab.page().locator("#onlookers-test")).isDisabled();
    tab.errors().clear(); // the script's

    tab.page().unrouteAll();
    tab.page().reload();
    assertThat(tab.page().locator("#onlookers-test")).isEnabled();
  }

  @Test
  void theRightAddressIsConnected() {
    Tab tab = settings();
    test(tab, stage.server(), "success", "Connected");
    tab.photograph("test-right-" + release.word());
    test(tab, stage.server().replace("http:", "ws:") + "/", "success", "Connected");
  }

  @Test
  void anAddressWhereNothingAnswersIsUnreachable() {
    Tab tab = settings();
    test(tab, "http://127.0.0.1:" + Ports.free(), "error", "cannot be reached");
    tab.photograph("test-wrong-" + release.word());
    test(tab, "what is this", "error", "no address");
    test(tab, "https://live example.org", "error", "no address");
    assertThat(tab.page().locator("#onlookers-test-result")).not().containsText("WordPress");
  }

  @Test
  void whatIsNotSavedIsSaidSo() {
    Tab tab = settings();
    test(tab, stage.server(), "success", "Connected");
    assertThat(tab.page().locator("#onlookers-test-result")).not().containsText("not saved");
    test(tab, stage.server() + "/", "success", "not saved");
  }

  @Test
  void bothSidesAreTriedAndTheOneThatFailsIsNamed() {
    Tab tab = settings();
    String dead = "http://127.0.0.1:" + Ports.free();
    tab.page().fill("#onlookers-server_internal", dead);
    test(tab, stage.server(), "error", "WordPress cannot reach the Onlookers server at " + dead);
    assertThat(tab.page().locator("#onlookers-test-result")).containsText("are let in");
    tab.page().fill("#onlookers-server_internal", stage.server());
    test(tab, dead, "error", "nothing answers at this address");
    assertThat(tab.page().locator("#onlookers-test-result")).not().containsText("WordPress cannot");
  }

  @Test
  void aTokenThatTheServerDoesNotTakeIsNamed() {
    Tab tab = settings();
    tab.page().fill("#onlookers-token", Stage.adminToken());
    test(tab, stage.server(), "success", "Connected");
    tab.page().fill("#onlookers-token", "a wrong one");
    test(tab, stage.server(), "error", "admin.token");
  }

  @Test
  void aMissingBeginningIsSuggested() {
    Tab tab = settings();
    test(tab, "live.example.org/on", "error", "Is it https://live.example.org/on?");
    test(tab, "//live.example.org", "error", "Is it https://live.example.org?");
    test(tab, "localhost:3000", "error", "Is it http://localhost:3000?"); // no certificate there
    test(tab, "https//live.example.org", "error", "no address");
  }

  @Test
  void anAddressThatRedirectsIsNotBlamedForItsOrigins() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", stage.server() + exchange.getRequestURI());
          exchange.sendResponseHeaders(301, -1);
          exchange.close();
        });
    other.start();
    try {
      String address = "http://127.0.0.1:" + other.getAddress().getPort();
      test(settings(), address, "error", "redirects to " + stage.server());
    } finally {
      other.stop(0);
    }
  }

  @Test
  void aPortThatSwallowsEverythingIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      test(settings(), "http://127.0.0.1:" + silent.getLocalPort(), "error", "three seconds");
    }
  }

  @Test
  void aPageThatIsNotOnlookersIsSaidToBeNone() {
    Tab tab = settings();
    test(tab, stage.server() + "/wrong-path", "error", "not Onlookers");
    test(tab, stage.server() + "/dashboard/", "error", "not Onlookers"); // kept from scripts
    Locator result = tab.page().locator("#onlookers-test-result");
    assertThat(result).not().containsText("cannot be reached");
    test(tab, stage.site().origin(), "error", "not Onlookers"); // redirects to itself
    assertThat(result).not().containsText("redirects");
  }

  @Test
  void aPageThatIsNotOnlookersIsSaidToBeNoneThoughItIsSlow() throws IOException {
    HttpServer slow =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.createContext("/", ConnectionButtonIT::answerOnlyWordPress);
    slow.start();
    try {
      Tab tab = settings();
      String address = "http://127.0.0.1:" + slow.getAddress().getPort();
      test(tab, address, "error", "not Onlookers");
      assertThat(tab.page().locator("#onlookers-test-result"))
          .not()
          .containsText("nothing answers");
    } finally {
      slow.stop(0);
    }
  }

  /** Browsers wait for an answer that never comes. */
  private static void answerOnlyWordPress(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().getFirst("User-Agent").startsWith("WordPress")) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    }
  }

  @Test
  void aServerThatDoesNotLetThisSiteInRefusesTheOrigin() {
    try (WarProcess strict = stage.another("--origins=https://elsewhere.example")) {
      Tab tab = settings();
      test(tab, Stage.address(strict), "error", "Origin refused");
      assertThat(tab.page().locator("#onlookers-test-result")).containsText(stage.site().origin());
    }
  }

  @Test
  void aSecretThatIsNotTheServersIsRefused() {
    try (WarProcess careful = stage.another("--ticket.secret=the right one")) {
      Tab tab = settings();
      test(tab, Stage.address(careful), "error", "Ticket refused");
      tab.page().fill("#onlookers-secret", "a wrong one");
      test(tab, Stage.address(careful), "error", "Ticket refused");
      tab.page().fill("#onlookers-secret", "the right one");
      test(tab, Stage.address(careful), "success", "Connected");
    }
  }

  @Test
  void aSecretThatIsToBeForgottenIsNotTried() {
    try (WarProcess careful = stage.another("--ticket.secret=the right one")) {
      stage.set("secret", "'the right one'");
      Tab tab = settings();
      test(tab, Stage.address(careful), "success", "Connected");
      tab.page().check("#onlookers-forget_secret");
      test(tab, Stage.address(careful), "error", "Ticket refused");
      tab.page().fill("#onlookers-secret", "the right one"); // saving would forget that, too
      test(tab, Stage.address(careful), "error", "Ticket refused");
    }
  }

  @Test
  void aTokenThatIsToBeForgottenIsNotTried() {
    stage.set("token", "'a wrong one'");
    Tab tab = settings();
    test(tab, stage.server(), "error", "admin.token");
    tab.page().check("#onlookers-forget_token");
    test(tab, stage.server(), "success", "Connected");
    assertThat(tab.page().locator("#onlookers-test-result")).containsText("not saved");
  }

  @Test
  void noProxyIsBlamedWhereAWebSocketOpensLate() {
    Tab tab = settings();
    tab.page().addInitScript(LATE_SOCKET);
    tab.page().reload();
    test(tab, stage.server(), "success", "Connected");
  }

  @Test
  void aProxyThatDropsTheUpgradeIsBlamed() {
    try (PlainProxy proxy = new PlainProxy(URI.create(stage.server()))) {
      test(settings(), proxy.address(), "error", "drops the upgrade");
    }
  }
}
