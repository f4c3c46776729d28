package onlookers.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import onlookers.fixture.Frame;
import onlookers.fixture.PlainBrowser;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.Remote;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages that the browser keeps whole when they are left (the back/forward cache), and pages that it
 * renders before they are shown. Each with the lock that tabs share, and without: a browser holds
 * back the lock of a page that is rendered ahead, so that only without it the client must wait by
 * itself. Each test has posts of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageLifeIT {
  private static final Duration MAX_WAIT = Duration.ofMillis((long) Tab.MAX_WAIT_MILLIS);
  private static final String SHOWN =
      "[document.prerendering, performance.getEntriesByType('navigation')[0].activationStart > 0]";

  /** Whether the client has begun: it marks each placeholder. */
  private static final String BEGUN = "document.getElementById('viewers').dataset.onlookersState";

  private final Blog blog = new Blog();
  private final Remote remote = new Remote();
  private final RedisProcess redis = RedisProcess.start();
  private final WarProcess war =
      WarProcess.start("--redis.uri=" + redis.uri(), "--origins=" + blog.origin());

  @AfterAll
  void end() {
    war.close();
    redis.close();
    remote.close();
    blog.close();
  }

  /** A page that shows a post, at {@code /POST/}. */
  private URI publish(String post, String tabs, String more) {
    String page =
        """
        <p><b id=viewers data-onlookers-count=viewers>–</b></p>
        <script>
          let persisted;
          addEventListener('pageshow', (event) => (persisted = event.persisted));
        </script>
        <script type=module src="%sonlookers.js" data-onlookers-post="%s" data-onlookers-tabs=%s></script>
        """;
    return publish(post, page.formatted(war.base(), post, tabs) + more);
  }

  private URI publish(String name, String body) {
    return blog.publish("/" + name + "/", body + remote.script());
  }

  /** Has a page rendered before anybody goes there. */
  private static String ahead(URI page) {
    return """
        <script type=speculationrules>
          {"prerender": [{"source": "list", "urls": ["%s"], "eagerness": "immediate"}]}
        </script>"""
        .formatted(page.getPath());
  }

  private static void showsLive(PlainBrowser reader, URI page, String viewers) {
    String shown = "[document.getElementById('viewers').textContent, " + BEGUN + "]";
    await("live numbers of " + page)
        .atMost(MAX_WAIT)
        .untilAsserted(
            () -> assertThat(reader.ask(page, shown)).isEqualTo("[\"" + viewers + "\",\"live\"]"));
  }

  /** What was received of the post, as viewers and views. */
  private static List<String> received(Reader watcher, String post) {
    return watcher.countsOf(post).stream().map(PageLifeIT::counts).toList();
  }

  private static String counts(Frame frame) {
    return frame.viewers() + "/" + frame.views();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "each"})
  void aPageInTheBackForwardCacheIsNotCountedUntilItIsRestoredAndAddsNoView(String tabs) {
    String post = "401-" + tabs;
    URI page = publish(post, tabs, "");
    URI elsewhere = publish("elsewhere-" + tabs, "");
    try (Reader watcher = Reader.watching(war, post);
        PlainBrowser reader = remote.open(page)) {
      showsLive(reader, page, "1");
      reader.ask(page, "window.kept = 'kept'");
      reader.go(page, elsewhere);
      watcher.awaitCounts(post, 0, 1);
      reader.ask(elsewhere, "history.back()");
      assertThat(reader.ask(page, "[window.kept, persisted]")).isEqualTo("[\"kept\",true]");
      watcher.awaitCounts(post, 1, 1);
      showsLive(reader, page, "1");
      assertThat(received(watcher, post)).containsExactly("0/0", "1/1", "0/1", "1/1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "each"})
  void aPageRenderedAheadIsCountedOnceItIsShown(String tabs) {
    String first = "402-" + tabs;
    String second = "403-" + tabs;
    URI next = publish(second, tabs, "");
    URI page = publish(first, tabs, ahead(next));
    try (Reader watcher = Reader.watching(war, first, second);
        PlainBrowser reader = remote.open(page)) {
      showsLive(reader, page, "1");
      assertThat(reader.ask(next, SHOWN)).isEqualTo("[true,false]");
      reader.ask(next, "window.kept = 'kept'");
      staysUncounted(reader, next, watcher, second);
      reader.go(page, next);
      watcher.awaitCounts(second, 1, 1);
      watcher.awaitCounts(first, 0, 1);
      showsLive(reader, next, "1");
      assertThat(reader.ask(next, SHOWN)).isEqualTo("[false,true]");
      assertThat(reader.ask(next, "window.kept")).isEqualTo("\"kept\"");
      watcher.awaitCounts(second, 1, 1);
      assertThat(received(watcher, second)).containsExactly("0/0", "1/1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "each"})
  void aPageRenderedAheadThatIsNeverShownCountsNothing(String tabs) {
    String first = "404-" + tabs;
    String second = "405-" + tabs;
    URI next = publish(second, tabs, "");
    URI page = publish(first, tabs, ahead(next));
    URI elsewhere = publish("elsewhere-" + second, "");
    try (Reader watcher = Reader.watching(war, first, second);
        PlainBrowser reader = remote.open(page)) {
      showsLive(reader, page, "1");
      assertThat(reader.ask(next, SHOWN)).isEqualTo("[true,false]");
      staysUncounted(reader, next, watcher, second);
      reader.go(page, elsewhere);
      watcher.awaitCounts(first, 0, 1);
      assertThat(received(watcher, second)).containsExactly("0/0");
    }
  }

  /** The client is in the page and has begun, and nobody has received a reader. */
  private static void staysUncounted(PlainBrowser reader, URI page, Reader watcher, String post) {
    await("the client").atMost(MAX_WAIT).until(() -> reader.ask(page, BEGUN).equals("\"lost\""));
    await("a while")
        .during(Duration.ofSeconds(1))
        .atMost(MAX_WAIT)
        .until(() -> watcher.shown(post).equals("0/0"));
  }
}
