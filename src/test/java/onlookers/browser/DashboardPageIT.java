package onlookers.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsDisabledOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard as an administrator meets it: two nodes, some readers, a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardPageIT {
  private static final double MAX_WAIT_MILLIS = Tab.MAX_WAIT_MILLIS;

  private final RedisProcess redis = RedisProcess.start();
  private final HeadlessBrowser browser = HeadlessBrowser.launch();
  private final WarProcess one = start("web-1", "--admin.token=sesame");
  private final WarProcess two = start("web-2");
  private final List<Reader> readers = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<Tab> tabs = new ArrayList<>();

  private WarProcess start(String node, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--redis.uri=" + redis.uri(),
                "--node.id=" + node,
                "--post.url=https://blog.example.org/?p={post}"));
    arguments.addAll(List.of(more));
    return WarProcess.start(arguments.toArray(String[]::new));
  }

  @BeforeAll
  void readersCome() {
    for (int i = 0; i < 24; i++) {
      readers.add(Reader.viewing(i % 2 == 0 ? one : two, Integer.toString(10 + i % 7 * (i % 3))));
    }
  }

  @AfterAll
  void end() {
    browser.close();
    readers.forEach(Reader::close);
    one.close();
    two.close();
    redis.close();
  }

  @AfterEach
  void noConsoleHasComplained() {
    List<String> errors = tabs.stream().flatMap(tab -> tab.errors().stream()).toList();
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    tabs.clear();
    assertThat(errors).isEmpty();
  }

  private Page open(WarProcess node, NewContextOptions options) {
    BrowserContext context = browser.newReader(options);
    contexts.add(context);
    Tab tab = Tab.open(context, node.base().resolve("dashboard/"));
    tabs.add(tab);
    return tab.page();
  }

  private static NewContextOptions administrator() {
    return new NewContextOptions().setHttpCredentials("admin", "sesame");
  }

  private static void awaitLive(Page page) {
    assertThat(page.locator("body"))
        .hasAttribute("data-state", "live", new HasAttributeOptions().setTimeout(MAX_WAIT_MILLIS));
    shows(page.locator("#viewers"), "24");
    assertThat(page.locator(".nodes > li")).hasCount(2);
  }

  private static void shows(Locator element, String text) {
    assertThat(element).hasText(text, new HasTextOptions().setTimeout(MAX_WAIT_MILLIS));
  }

  private static void contains(Locator element, String text) {
    assertThat(element).containsText(text, new ContainsTextOptions().setTimeout(MAX_WAIT_MILLIS));
  }

  /** Serious faults of accessibility, as the rules of WCAG 2.2 AA have them. */
  private static void assertAccessible(Page page) throws IOException {
    page.evaluate(Files.readString(Path.of("target/lint/node_modules/axe-core/axe.min.js")));
    Object faults =
        page.evaluate(
            """
            async () => (await axe.run(document, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            })).violations.map((fault) =>
              fault.id + ': ' + fault.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '))
            """);
    assertThat((List<?>) faults).isEmpty();
  }

  /** Pictures are for people to look at: {@code target/screenshots/NAME.png}. */
  private static void photograph(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "screenshots", name + ".png")));
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1280, wide", "DARK, 1280, wide", "LIGHT, 375, phone", "DARK, 375, phone"})
  void itIsReadableByEverybodyInTheLightAndInTheDarkAndOnAPhone(
      ColorScheme scheme, int width, String name) throws IOException {
    Page page = open(one, administrator().setColorScheme(scheme).setViewportSize(width, 800));
    awaitLive(page);
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("nothing sticks out")
        .isTrue();
    assertAccessible(page);
    photograph(page, "dashboard-" + name + "-" + scheme.name().toLowerCase(Locale.ROOT));
    page.locator("#drain").click();
    assertAccessible(page);
    page.keyboard().press("Escape");
  }

  @Test
  void theNumberMovesWithoutAReload() {
    Page page = open(one, administrator());
    awaitLive(page);
    try (Reader more = Reader.viewing(two, "10")) {
      shows(page.locator("#viewers"), "25");
      assertThat(more.closeCode()).isNull();
    }
    shows(page.locator("#viewers"), "24");
    assertThat(page).hasTitle("(24) Dashboard · Onlookers");
  }

  @Test
  void postsAreLinkedAndNodesShowWhoCollects() {
    Page page = open(one, administrator());
    awaitLive(page);
    assertThat(page.locator("#top li a").first())
        .hasAttribute("href", "https://blog.example.org/?p=10");
    assertThat(page.locator(".nodes .badge:text-is('collects')")).hasCount(1);
    assertThat(page.locator(".nodes .badge:text-is('this one')")).hasCount(1);
    assertThat(page.locator("#hour-online canvas")).hasCount(1);
  }

  @Test
  void withoutATokenTheButtonsAreDeadAndItIsSaidWhy() {
    Page page = open(two, new NewContextOptions());
    awaitLive(page);
    assertThat(page.locator("#drain")).isDisabled();
    assertThat(page.locator("#sweep")).isDisabled();
    assertThat(page.locator("#actions-why")).isVisible();
  }

  @Test
  void aSweepIsAskedForAndItsResultShown() {
    Page page = open(one, administrator());
    awaitLive(page);
    assertThat(page.locator("#actions-why")).isHidden();
    page.locator("#sweep").click();
    assertThat(page.locator("#sweep-dialog")).isVisible();
    page.locator("#sweep-dialog [data-close]").click();
    assertThat(page.locator("#actions-result")).isEmpty();
    page.locator("#sweep").click();
    page.locator("#sweep-yes").click();
    contains(page.locator("#actions-result"), "removed.");
  }

  @Test
  void aDrainIsAskedForAndSeenOnTheDashboardOfTheOtherNode() {
    try (WarProcess third = start("web-3", "--admin.token=sesame");
        Reader reader = Reader.viewing(third, "11")) {
      Page page = open(third, administrator());
      shows(page.locator("#viewers"), "25");
      page.locator("#drain").click();
      contains(page.locator("#drain-text"), "web-3 lets no new client in");
      page.locator("#drain-seconds").fill("0");
      page.locator("#drain-yes").click();
      contains(page.locator("#actions-result"), "1 client is being sent elsewhere");
      assertThat(reader.awaitClose()).isEqualTo(1012);
      assertThat(page.locator("#drain"))
          .isDisabled(new IsDisabledOptions().setTimeout(MAX_WAIT_MILLIS)); // it is done once
      Page other = open(one, administrator());
      contains(other.locator(".nodes .badge.warning"), "draining");
    }
  }

  @Test
  void whatIsLostIsSaidToBeLost() {
    WarProcess third = start("web-4");
    Page page = open(third, new NewContextOptions());
    shows(page.locator("#state"), "Live");
    third.close();
    shows(page.locator("#state"), "Connection lost");
    tabs.get(tabs.size() - 1).errors().clear(); // the browser itself says so, too
  }
}
