package onlookers.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A window that shows the demo page, as a reader sees it. */
final class DemoWindow {
  /** Longer than the longest pause of the client (30 s) and the grace of a lost session (10 s). */
  private static final double PATIENCE_MILLIS = 45_000;

  private final Page page;
  private final List<String> errors = new ArrayList<>();

  private DemoWindow(Page page) {
    this.page = page;
    page.onConsoleMessage(this::hear);
    page.onPageError(errors::add);
  }

  /** Opens the page in a new window. */
  static DemoWindow open(BrowserContext reader, URI address) {
    DemoWindow window = of(reader.newPage());
    window.page.navigate(address.toString());
    return window;
  }

  /** A window that is there already. */
  static DemoWindow of(Page page) {
    return new DemoWindow(page);
  }

  private void hear(ConsoleMessage message) {
    if (message.type().equals("error")) {
      errors.add(message.text());
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
    errors.removeIf(error -> error.startsWith("WebSocket connection to "));
  }

  /** Waits until the page shows so many viewers, and vouches for the number. */
  DemoWindow showsLive(int viewers) {
    shows("number", viewers);
    stateIs("live");
    return this;
  }

  /** Waits until the element shows the number. */
  DemoWindow shows(String id, long number) {
    assertThat(element(id))
        .hasText(Long.toString(number), new HasTextOptions().setTimeout(PATIENCE_MILLIS));
    return this;
  }

  /**
   * Waits until both the page and its number are {@code live}, {@code degraded} or {@code lost}.
   */
  DemoWindow stateIs(String state) {
    HasAttributeOptions patience = new HasAttributeOptions().setTimeout(PATIENCE_MILLIS);
    assertThat(element("card")).hasAttribute("data-state", state, patience);
    assertThat(element("number")).hasAttribute("data-onlookers-state", state, patience);
    return this;
  }

  /** The count of views that it shows. */
  long views() {
    return Long.parseLong(page.locator("dd[data-onlookers-count=views]").textContent());
  }

  Locator element(String id) {
    return page.locator("#" + id);
  }

  /** Follows the link to the other post. */
  void goOn() {
    element("other").click();
  }

  /** Hides or shows the page, for a browser without a screen hides none. */
  void setVisible(boolean visible) {
    page.evaluate(
        """
        visible => {
          Object.defineProperty(document, 'hidden', { value: !visible, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        visible);
  }

  /** What a browser says to a page that enters ({@code pagehide}) or leaves its cache. */
  void transition(String event) {
    page.evaluate("name => dispatchEvent(new PageTransitionEvent(name, {persisted: true}))", event);
  }

  /** Pictures are for people to look at: {@code target/screenshots/NAME.png}. */
  DemoWindow photograph(String name) {
    page.waitForTimeout(500); // until colours and dots have come to rest
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "screenshots", name + ".png")));
    return this;
  }

  void close() {
    page.close();
  }
}
