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

/** A tab of somebody's browser. */
final class Tab {
  /** Longer than the longest pause of the client (30 s) and the grace of a lost session (10 s). */
  private static final double PATIENCE_MILLIS = 45_000;

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

  /** Drops what the browser itself says whenever there is no server to connect to. */
  void forgiveFailedAttempts() {
    errors.removeIf(error -> error.contains("WebSocket connection to "));
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
    assertThat(count)
        .containsText(words, new ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    assertThat(count)
        .hasAttribute(
            "data-onlookers-state", "live", new HasAttributeOptions().setTimeout(PATIENCE_MILLIS));
    return this;
  }

  /** Waits until the count admits that it is old. */
  Tab isLost() {
    assertThat(count())
        .hasAttribute(
            "data-onlookers-state", "lost", new HasAttributeOptions().setTimeout(PATIENCE_MILLIS));
    return this;
  }

  /** Pictures are for people to look at: {@code target/screenshots/NAME.png}. */
  Tab photograph(String name) {
    page.waitForTimeout(500); // until colours and transitions have come to rest
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "screenshots", "wordpress-" + name + ".png")));
    return this;
  }

  void close() {
    page.close();
  }
}
