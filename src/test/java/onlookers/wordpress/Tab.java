package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A tab of somebody's browser. */
final class Tab {
  /** Longer than the grace of a lost session (10 s). */
  private static final double MAX_WAIT_MILLIS = 60_000;

  private static final Pattern ATTEMPT =
      Pattern.compile("WebSocket connection to |Failed to load resource|Access to fetch");

  private final Page page;
  private final List<String> errors = new ArrayList<>();

  private Tab(Page page) {
    this.page = page;
    page.onConsoleMessage(this::hear);
    page.onPageError(error -> errors.add(page.url() + ": " + error));
  }

  static Tab open(BrowserContext person, URI address) {
    Tab tab = new Tab(person.newPage());
    tab.page.navigate(address.toString());
    return tab;
  }

  private void hear(ConsoleMessage message) {
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

  /** A picture of a part of the page. */
  Tab photograph(String name, Locator part) {
    part.scrollIntoViewIfNeeded();
    page.waitForTimeout(500); // likewise
    part.screenshot(new Locator.ScreenshotOptions().setPath(picture(name)));
    return this;
  }

  private static Path picture(String name) {
    return Path.of("target", "screenshots", "wordpress-" + name + ".png");
  }

  void close() {
    page.close();
  }
}
