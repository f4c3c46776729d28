package onlookers.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import java.net.URI;
import java.nio.file.Path;

/** A window that shows the demo page, as a reader sees it. */
final class DemoWindow extends Tab {
  private DemoWindow(Page page) {
    super(page);
  }

  /** Opens the page in a new window. */
  static DemoWindow open(BrowserContext reader, URI address) {
    DemoWindow window = of(reader.newPage());
    window.page().navigate(address.toString());
    return window;
  }

  /** A window that is there already. */
  static DemoWindow of(Page page) {
    return new DemoWindow(page);
  }

  /** Waits until the page shows so many viewers, and vouches for the number. */
  DemoWindow showsLive(int viewers) {
    shows("number", viewers);
    stateIs("live");
    return this;
  }

  /** Waits until the element shows the number. */
  DemoWindow shows(String id, long number) {
    shows(id, Long.toString(number));
    return this;
  }

  /**
   * Waits until both the page and its number are {@code live}, {@code degraded} or {@code lost}.
   */
  DemoWindow stateIs(String state) {
    assertThat(element("card"))
        .hasAttribute("data-state", state, new HasAttributeOptions().setTimeout(MAX_WAIT_MILLIS));
    stateIs("number", state);
    return this;
  }

  /** The count of views that it shows. */
  long views() {
    return Long.parseLong(page().locator("dd[data-onlookers-count=views]").textContent());
  }

  /** Follows the link to the other post. */
  void goOn() {
    element("other").click();
  }

  /** Pictures are for people to look at: {@code target/screenshots/NAME.png}. */
  DemoWindow photograph(String name) {
    page().waitForTimeout(500); // until colours and dots have come to rest
    page()
        .screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target", "screenshots", name + ".png")));
    return this;
  }
}
