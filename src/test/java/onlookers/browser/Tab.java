package onlookers.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForConditionOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A tab of a reader's browser, with a page that has the client in it. */
class Tab {
  /** Longer than the longest pause of the client (30 s), and than the grace of a lost session. */
  static final double MAX_WAIT_MILLIS = 45_000;

  private final Page page;
  private final List<String> errors = new ArrayList<>();

  /** What the server sent, on all of its sockets. */
  private final List<String> frames = new ArrayList<>();

  /** A tab that is there already. */
  Tab(Page page) {
    this.page = page;
    page.onConsoleMessage(this::receive);
    page.onPageError(errors::add);
    page.onWebSocket(socket -> socket.onFrameReceived(frame -> frames.add(frame.text())));
  }

  private void receive(ConsoleMessage message) {
    if (message.type().equals("error")) {
      errors.add(message.text());
    }
  }

  /** Opens the page in a new tab. */
  static Tab open(BrowserContext reader, URI address) {
    Tab tab = new Tab(reader.newPage());
    tab.page.navigate(address.toString());
    return tab;
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

  Locator element(String id) {
    return page.locator("#" + id);
  }

  /** Waits until the element shows the text, and vouches for it. */
  Tab showsLive(String id, String text) {
    return shows(id, text).stateIs(id, "live");
  }

  /** Waits until the element shows the text. */
  Tab shows(String id, String text) {
    assertThat(element(id)).hasText(text, new HasTextOptions().setTimeout(MAX_WAIT_MILLIS));
    return this;
  }

  /** Waits until the element is worth so much. */
  Tab stateIs(String id, String state) {
    assertThat(element(id))
        .hasAttribute(
            "data-onlookers-state", state, new HasAttributeOptions().setTimeout(MAX_WAIT_MILLIS));
    return this;
  }

  /** Waits until the server has sent that frame once more than it had before the step. */
  Tab receives(String frame, Runnable step) {
    long before = received(frame);
    step.run();
    page.waitForCondition(
        () -> received(frame) > before, new WaitForConditionOptions().setTimeout(MAX_WAIT_MILLIS));
    return this;
  }

  private long received(String frame) {
    return frames.stream().filter(frame::equals).count();
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

  void close() {
    page.close();
  }
}
