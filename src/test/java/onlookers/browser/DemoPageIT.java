package onlookers.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The demo page and the client, as people meet them. Each test has a post of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoPageIT {
  private final Blog blog = new Blog();
  private final RedisProcess redis = RedisProcess.start();
  private final HeadlessBrowser browser = HeadlessBrowser.launch();
  private final List<BrowserContext> readers = new ArrayList<>();
  private final List<DemoWindow> windows = new ArrayList<>();
  private WarProcess war = start(0);

  private WarProcess start(int port) {
    return WarProcess.start(
        "--http.port=" + port,
        "--redis.uri=" + redis.uri(),
        "--origins=same-host," + blog.origin());
  }

  @AfterAll
  void end() {
    browser.close();
    war.close();
    redis.close();
    blog.close();
  }

  @AfterEach
  void nobodyIsLeftAndNoConsoleHasComplained() {
    readers.forEach(BrowserContext::close);
    readers.clear();
    List<String> errors = windows.stream().flatMap(window -> window.errors().stream()).toList();
    windows.clear();
    assertThat(errors).isEmpty();
  }

  private BrowserContext newReader(NewContextOptions options) {
    BrowserContext reader = browser.newReader(options);
    readers.add(reader);
    return reader;
  }

  /** A new reader, on that post. */
  private DemoWindow read(String post) {
    return read(post, new NewContextOptions());
  }

  private DemoWindow read(String post, NewContextOptions options) {
    return listen(DemoWindow.open(newReader(options), war.base().resolve("?post=" + post)));
  }

  private DemoWindow listen(DemoWindow window) {
    windows.add(window);
    return window;
  }

  @Test
  void twoReadersSeeEachOtherComeAndGo() {
    DemoWindow first = read("101").showsLive(1);
    DemoWindow second =
        read(
            "101",
            new NewContextOptions().setViewportSize(375, 760).setColorScheme(ColorScheme.DARK));
    first.showsLive(2).shows("post", 101).photograph("two-readers");
    second.showsLive(2).photograph("two-readers-phone-dark");
    assertThat(first.views()).isEqualTo(2);
    second.close();
    first.showsLive(1).photograph("one-reader");
    assertThat(first.views()).isEqualTo(2);
  }

  @Test
  void thePageWithoutAPostShowsOneAndOpensASecondWindow() {
    DemoWindow first = listen(DemoWindow.open(newReader(new NewContextOptions()), war.base()));
    first.showsLive(1).shows("post", 13);
    Page second = first.page().waitForPopup(() -> first.element("again").click());
    listen(DemoWindow.of(second)).showsLive(2);
    first.showsLive(2);
    assertThat(first.page()).hasTitle("(2) Post 13 · Onlookers");
  }

  @Test
  void movingToAnotherPostLeavesNoGhost() {
    DemoWindow stays = read("102").showsLive(1);
    DemoWindow moves = read("102").showsLive(2);
    moves.goOn();
    moves.showsLive(1).shows("post", 14);
    stays.showsLive(1).shows("other-viewers", 1);
    moves.page().goBack();
    moves.showsLive(2).shows("post", 102);
    stays.showsLive(2).shows("other-viewers", 0);
    assertThat(stays.views()).isEqualTo(2);
  }

  @Test
  void aRestartedServerIsFoundAgainWithoutASecondView() {
    DemoWindow first = read("103").showsLive(1);
    DemoWindow second = read("103").showsLive(2);
    first.showsLive(2);
    war.stop();
    first.stateIs("lost").photograph("lost");
    second.stateIs("lost");
    war = start(war.base().getPort());
    first.showsLive(2);
    second.showsLive(2);
    assertThat(first.views()).isEqualTo(2);
    windows.forEach(DemoWindow::forgiveFailedAttempts);
  }

  @Test
  void whileRedisIsAwayThePageSaysThatItIsDegraded() {
    DemoWindow first = read("104").showsLive(1);
    redis.kill();
    first.stateIs("degraded").photograph("degraded");
    DemoWindow second = read("104");
    second.stateIs("degraded");
    first.shows("number", 2);
    redis.restart();
    first.showsLive(2);
    second.showsLive(2);
  }

  @Test
  void aPageHiddenForFiveMinutesIsNotCountedUntilItIsLookedAt() {
    DemoWindow looks = read("105").showsLive(1);
    BrowserContext reader = newReader(new NewContextOptions());
    reader.clock().install();
    DemoWindow hides =
        listen(DemoWindow.open(reader, war.base().resolve("?post=105"))).showsLive(2);
    hides.setVisible(false);
    reader.clock().fastForward("04:59");
    looks.showsLive(2);
    reader.clock().fastForward("00:02");
    looks.showsLive(1);
    hides.showsLive(1);
    hides.setVisible(true);
    hides.showsLive(2);
    looks.showsLive(2);
    assertThat(looks.views()).isEqualTo(2);
  }

  @Test
  void aPageInTheBackForwardCacheIsGoneAndComesBackWithoutASecondView() {
    DemoWindow stays = read("106").showsLive(1);
    DemoWindow leaves = read("106").showsLive(2);
    leaves.transition("pagehide");
    leaves.stateIs("lost");
    stays.showsLive(1);
    leaves.transition("pageshow");
    leaves.showsLive(2);
    stays.showsLive(2);
    assertThat(stays.views()).isEqualTo(2);
  }

  @Test
  void aDeviceThatWasOfflineIsStillTheSameReader() {
    DemoWindow stays = read("107").showsLive(1);
    DemoWindow travels = read("107").showsLive(2);
    travels.page().context().setOffline(true);
    travels.stateIs("lost");
    travels.page().context().setOffline(false);
    travels.showsLive(2);
    stays.showsLive(2);
    assertThat(stays.views()).isEqualTo(2);
    travels.forgiveFailedAttempts();
  }

  @Test
  void whatIsNoPostIsShownAsTextAndNothingElse() {
    DemoWindow window = read("%3Cimg%20src=x%20onerror=alert(1)%3E").shows("post", 13);
    window.stateIs("live");
    assertThat(window.element("explanation"))
        .containsText("“<img src=x onerror=alert(1)>” is no post");
    assertThat(window.page().locator("main img")).hasCount(0);
  }

  @Test
  void longNumbersStayInTheCardAtPhoneWidth() {
    BrowserContext reader = newReader(new NewContextOptions().setViewportSize(320, 700));
    reader.routeWebSocket(
        Pattern.compile("presence$"),
        socket -> {
          socket.send("[\"session\",\"SSSSSSSSSSSSSSSSSSSSSS\"]");
          socket.send("[\"counts\",\"109\",1234567890,9007199254740991]");
        });
    DemoWindow window = listen(DemoWindow.open(reader, war.base().resolve("?post=109")));
    window.shows("number", "1,234,567,890");
    window.stateIs("live").photograph("long-numbers-phone");
    assertThat(window.page().evaluate(OVERFLOWING)).isEqualTo(List.of());
  }

  /** What is wider than it may be: what the page, the card or a number holds. */
  private static final String OVERFLOWING =
      """
      [...document.querySelectorAll('html, #card, .now, #number, dd')]
        .filter(({scrollWidth, clientWidth}) => scrollWidth > clientWidth)
        .map(({tagName, id}) => tagName + id)""";

  @Test
  void theCardIsARegionNamedByItsPost() {
    DemoWindow window = read("110").showsLive(1);
    assertThat(
            window
                .page()
                .getByRole(
                    AriaRole.REGION,
                    new Page.GetByRoleOptions().setName("Post 110").setExact(true)))
        .isVisible();
  }

  @Test
  void withoutJavaScriptThePageSaysWhyNothingIsLive() {
    DemoWindow window = read("111", new NewContextOptions().setJavaScriptEnabled(false));
    window.photograph("no-javascript");
    assertThat(window.page().locator("noscript p")).isVisible();
    assertThat(window.page().getByText("Connecting")).isHidden();
    assertThat(window.page().getByText("Asking the server")).isHidden();
  }

  @Test
  void aScreenReaderAnnouncesThatTheSnippetWasCopied() {
    BrowserContext reader =
        newReader(new NewContextOptions().setPermissions(List.of("clipboard-write")));
    DemoWindow window =
        listen(DemoWindow.open(reader, war.base().resolve("?post=112"))).showsLive(1);
    window.element("copy").click();
    assertThat(window.element("announcement")).hasText("Copied");
  }

  @Test
  void withForcedColoursTheDotsAreStillThere() {
    DemoWindow window = read("113", new NewContextOptions().setForcedColors(ForcedColors.ACTIVE));
    window.showsLive(1).photograph("forced-colours");
    assertThat(window.page().evaluate(DOTS)).isEqualTo(List.of(false, false));
  }

  /** Whether the dot of the state, and that of this reader, have the colour of the paper. */
  private static final String DOTS =
      """
      [['#state', '::before'], ['#readers i', null]].map(([selector, part]) =>
        getComputedStyle(document.querySelector(selector), part).backgroundColor ===
          getComputedStyle(document.body).backgroundColor)""";

  @Test
  void theSnippetWorksInThePageOfAnotherSite() {
    DemoWindow demo = read("108").showsLive(1);
    String snippet = demo.element("code").textContent();
    DemoWindow post =
        listen(DemoWindow.open(newReader(new NewContextOptions()), blog.publish(snippet)));
    demo.showsLive(2);
    assertThat(post.page().locator("b")).hasText("2");
    assertThat(post.page().locator("b")).hasAttribute("data-onlookers-state", "live");
  }
}
