package onlookers.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.HashMap;
import java.util.Map;
import onlookers.fixture.Programs;

/**
 * A headless Chromium. Its driver runs on the machine's node, and keeps it from caching pages whole
 * and from rendering pages ahead: that {@link onlookers.fixture.PlainBrowser} does.
 */
public final class HeadlessBrowser implements AutoCloseable {
  /** So long an expectation may take to come true on a busy machine; five seconds by default. */
  private static final double MAX_WAIT_MILLIS = 30_000;

  private final Playwright playwright;
  private final Browser browser;

  private HeadlessBrowser(Playwright playwright) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(Programs.headlessChromium())
                    .setArgs(Programs.CHROMIUM_ARGUMENTS));
  }

  /** Starts one; the caller closes it. */
  public static HeadlessBrowser launch() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_NODEJS_PATH", Programs.node().toString());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    PlaywrightAssertions.setDefaultAssertionTimeout(MAX_WAIT_MILLIS);
    return new HeadlessBrowser(
        Playwright.create(new Playwright.CreateOptions().setEnv(environment)));
  }

  /** A reader's browser of their own: no cookie, no storage, shared with no other. */
  public BrowserContext newReader(Browser.NewContextOptions options) {
    return browser.newContext(options);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
