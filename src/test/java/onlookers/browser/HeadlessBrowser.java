package onlookers.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A headless Chromium that reaches nothing but this machine. Its driver runs on the machine's node.
 */
public final class HeadlessBrowser implements AutoCloseable {
  private static final Path INSTALLED = Path.of("target", "browser").toAbsolutePath();
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** Whatever is not on this machine. */
  private static final Pattern FOREIGN =
      Pattern.compile("^https?://(?!(127\\.0\\.0\\.1|localhost)[:/]).*");

  private final Playwright playwright;
  private final Browser browser;

  private HeadlessBrowser(Playwright playwright) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(executable())
                    .setArgs(ARGUMENTS)
                    .setEnv(environment()));
  }

  /** Starts one; the caller closes it. */
  public static HeadlessBrowser launch() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_NODEJS_PATH", node().toString());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return new HeadlessBrowser(
        Playwright.create(new Playwright.CreateOptions().setEnv(environment)));
  }

  /** A reader's browser of their own: no cookie, no storage, shared with no other. */
  public BrowserContext newReader(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.route(FOREIGN, route -> route.abort());
    return context;
  }

  private static Path executable() {
    String named = System.getenv("CHROME_BIN");
    Path executable = named == null ? INSTALLED.resolve("chromium") : Path.of(named);
    if (!Files.isExecutable(executable)) {
      throw new IllegalStateException(
          "no browser at "
              + executable
              + ": run node src/build/install-browser.mjs target/browser");
    }
    return executable;
  }

  /** The libraries beside the browser, for a machine that has none of them. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("LD_LIBRARY_PATH", INSTALLED.resolve("lib").toString());
    return environment;
  }

  private static Path node() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "node"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no node on the PATH"));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
