package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/** A tab of somebody's browser. */
final class Tab {
  /** Longer than the grace of a lost session (10 s). */
  private static final double MAX_WAIT_MILLIS = 60_000;

  private static final Pattern ATTEMPT =
      Pattern.compile("WebSocket connection to |Failed to load resource|Access to fetch");

  private static final String AXE = readAxe();

  private final Page page;
  private final List<String> errors = new ArrayList<>();

  private Tab(Page page) {
    this.page = page;
    page.onConsoleMessage(this::receive);
    page.onPageError(error -> errors.add(page.url() + ": " + error));
  }

  static Tab open(BrowserContext person, URI address) {
    Tab tab = new Tab(person.newPage());
    tab.page.navigate(address.toString());
    return tab;
  }

  private void receive(ConsoleMessage message) {
    if (message.type().equals("error")) {
      errors.add(page.url() + ": " + message.text() + " (" + message.location() + ")");
    }
  }

  Page page() {
    return page;
  }

  /** Console errors and uncaught exceptions so far. */
  List<String> errors() {
    return errors;
  }

  /** Drops what the browser itself says whenever a server is not there, or does not let it in. */
  void forgiveFailedAttempts() {
    errors.removeIf(error -> ATTEMPT.matcher(error).find());
  }

  /** The count that the plugin has put beside the post. */
  Locator count() {
    return page.locator(".onlookers-line .onlookers");
  }

  /** Waits until that count shows the words, and vouches for them. */
  Tab shows(String words) {
    return shows(count(), words);
  }

  /** Waits until a count shows the words, and vouches for them. */
  Tab shows(Locator count, String words) {
    assertThat(count).containsText(words, new ContainsTextOptions().setTimeout(MAX_WAIT_MILLIS));
    assertThat(count)
        .hasAttribute(
            "data-onlookers-state", "live", new HasAttributeOptions().setTimeout(MAX_WAIT_MILLIS));
    return this;
  }

  /** Waits until the count admits that it is old. */
  Tab isLost() {
    assertThat(count())
        .hasAttribute(
            "data-onlookers-state", "lost", new HasAttributeOptions().setTimeout(MAX_WAIT_MILLIS));
    return this;
  }

  /** What a browser says to a page that enters ({@code pagehide}) or leaves its cache. */
  Tab transition(String event) {
    page.evaluate("name => dispatchEvent(new PageTransitionEvent(name, {persisted: true}))", event);
    return this;
  }

  /** Pictures are for people to look at: {@code target/screenshots/wordpress-NAME.png}. */
  Tab photograph(String name) {
    page.evaluate("() => scrollTo(0, 0)");
    page.waitForTimeout(500); // until colours and transitions have come to rest
    page.screenshot(new Page.ScreenshotOptions().setPath(picture(name)));
    return this;
  }

  /** A picture of the whole page, as long as it is. */
  Tab photographAll(String name) {
    page.waitForTimeout(500); // likewise
    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(picture(name)));
    return this;
  }

  /** A picture of a part of the page. */
  Tab photograph(String name, Locator part) {
    part.scrollIntoViewIfNeeded();
    page.waitForTimeout(500); // likewise
    part.screenshot(new Locator.ScreenshotOptions().setPath(picture(name)));
    return this;
  }

  /** Nothing sticks out of the page sideways. */
  Tab fits() {
    Object out =
        page.evaluate(
            """
            () => [...document.querySelectorAll('body *')]
              .filter((element) => document.documentElement.scrollWidth > innerWidth
                && (element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1))
              .map((element) => element.outerHTML.slice(0, 200))
            """);
    Assertions.assertThat((List<?>) out).as("what sticks out of " + page.url()).isEmpty();
    return this;
  }

  /** Those parts of the page have no fault of accessibility, as axe sees them by WCAG 2.2 AA. */
  Tab isAccessible(String parts) {
    page.evaluate(AXE);
    Object faults =
        page.evaluate(
            """
            async (parts) => (await axe.run(parts, {
              runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            })).violations.map((fault) =>
              fault.id + ': ' + fault.nodes.map((node) => node.html + ' ' + node.failureSummary).join('; '))
            """,
            parts);
    Assertions.assertThat((List<?>) faults).as("axe on " + page.url()).isEmpty();
    return this;
  }

  private static String readAxe() {
    try {
      return Files.readString(Path.of("target", "lint", "node_modules", "axe-core", "axe.min.js"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path picture(String name) {
    return Path.of("target", "screenshots", "wordpress-" + name + ".png");
  }

  void close() {
    page.close();
  }
}
