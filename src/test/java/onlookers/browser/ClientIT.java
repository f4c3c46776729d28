package onlookers.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.Frame;
import onlookers.fixture.NodeLogs;
import onlookers.fixture.PlainProxy;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client in the page of another site. Each test has a post of its own. */
@ExtendWith(NodeLogs.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientIT {
  private final Blog blog = new Blog();
  private final RedisProcess redis = RedisProcess.start();
  private final HeadlessBrowser browser = HeadlessBrowser.launch();
  private final List<BrowserContext> readers = new ArrayList<>();
  private final List<Tab> tabs = new ArrayList<>();
  private WarProcess war;

  @BeforeAll
  void begin() {
    war = start(0);
  }

  private WarProcess start(int port) {
    return WarProcess.start(
        "--http.port=" + port,
        "--redis.uri=" + redis.uri(),
        "--origins=" + blog.origin(),
        "--session.grace=10",
        "--limit.messages=0");
  }

  @AfterAll
  void end() {
    browser.close();
    war.close();
    redis.close();
    blog.close();
  }

  @AfterEach
  void nobodyIsLeftAndNoConsoleHasComplained() {
    readers.forEach(BrowserContext::close);
    readers.clear();
    List<String> errors = tabs.stream().flatMap(tab -> tab.errors().stream()).toList();
    tabs.clear();
    assertThat(errors).isEmpty();
  }

  private BrowserContext newReader() {
    BrowserContext reader = browser.newReader(new NewContextOptions());
    readers.add(reader);
    return reader;
  }

  private Tab open(BrowserContext reader, URI address) {
    Tab tab = Tab.open(reader, address);
    tabs.add(tab);
    return tab;
  }

  /** A tab with the blog's page on that post. */
  private Tab read(BrowserContext reader, String post) {
    return read(reader, post, "");
  }

  private Tab read(BrowserContext reader, String post, String more) {
    return open(reader, blog.publish(page(war.base(), post, more)));
  }

  private static String page(URI server, String post, String more) {
    return """
        <p><b id=viewers data-onlookers-count=viewers>–</b>
        <b id=others data-onlookers-count=others
          data-onlookers-one="%%s other person" data-onlookers-other="%%s other people">–</b>
        <b id=views data-onlookers-count=views>–</b> %s</p>
        <script type=module src="%sonlookers.js" data-onlookers-post="%s"></script>"""
        .formatted(more, server, post);
  }

  /** What was received of the post since the mark, as viewers and views. */
  private static List<String> received(Reader watcher, int mark, String post) {
    return watcher.since(mark).stream()
        .filter(frame -> frame.countsOf(post))
        .map(ClientIT::counts)
        .toList();
  }

  private static String counts(Frame frame) {
    return frame.viewers() + "/" + frame.views();
  }

  @Test
  void threeTabsOfOneBrowserAreOneReaderWithOneView() {
    BrowserContext reader = newReader();
    try (Reader watcher = Reader.watching(war, "201")) {
      Tab first = read(reader, "201").showsLive("viewers", "1");
      read(reader, "201").showsLive("viewers", "1").showsLive("others", "0 other people");
      read(reader, "201").showsLive("viewers", "1").showsLive("views", "1");
      Tab stranger = read(newReader(), "201").showsLive("others", "1 other person");
      tabs.subList(0, 3).forEach(tab -> tab.showsLive("others", "1 other person"));
      stranger.close();
      first.showsLive("viewers", "1").showsLive("others", "0 other people");
      watcher.awaitCounts("201", 1, 2);
      assertThat(received(watcher, 0, "201")).containsExactly("0/0", "1/1", "2/2", "1/2");
    }
  }

  @Test
  void whenTheConnectedTabClosesTheNextGoesOnAndNoCountMoves() {
    BrowserContext reader = newReader();
    Tab first = read(reader, "202").showsLive("viewers", "1");
    Tab second = read(reader, "202").showsLive("viewers", "1");
    Tab third = read(reader, "202").showsLive("viewers", "1");
    try (Reader watcher = Reader.watching(war, "202")) {
      watcher.awaitCounts("202", 1, 1);
      int mark = watcher.mark();
      first.close();
      awaitConnected(second, "202", 2);
      second.page().navigate("about:blank");
      awaitConnected(third, "202", 3);
      watcher.awaitCounts("202", 1, 3); // what the tab shows may have reached it first
      assertThat(received(watcher, mark, "202")).containsExactly("2/2", "1/2", "2/3", "1/3");
      third.close();
      watcher.awaitCounts("202", 0, 3);
    }
  }

  /** A stranger who comes is seen on that tab, which therefore has a connection; then he goes. */
  private void awaitConnected(Tab tab, String post, int views) {
    Tab stranger = read(newReader(), post);
    tab.showsLive("views", Integer.toString(views)).showsLive("others", "1 other person");
    stranger.close();
    tab.showsLive("others", "0 other people");
  }

  @Test
  void aTabThatComesBackFromTheCacheJoinsTheOther() {
    BrowserContext reader = newReader();
    Tab first = read(reader, "203").showsLive("viewers", "1");
    Tab second = read(reader, "203").showsLive("viewers", "1");
    try (Reader watcher = Reader.watching(war, "203")) {
      watcher.awaitCounts("203", 1, 1);
      int mark = watcher.mark();
      first.transition("pagehide");
      first.stateIs("viewers", "lost");
      awaitConnected(second, "203", 2);
      first.transition("pageshow");
      first.showsLive("views", "2");
      second.close();
      awaitConnected(first, "203", 3);
      watcher.awaitCounts("203", 1, 3);
      assertThat(received(watcher, mark, "203")).containsExactly("2/2", "1/2", "2/3", "1/3");
    }
  }

  @Test
  void aReaderIsCountedWhileAnyTabIsLookedAt() {
    BrowserContext reader = newReader();
    reader.clock().install();
    Tab first = read(reader, "204").showsLive("viewers", "1");
    Tab second = read(reader, "204").showsLive("viewers", "1");
    try (Reader watcher = Reader.watching(war, "204")) {
      watcher.awaitCounts("204", 1, 1);
      int mark = watcher.mark();
      first.setVisible(false);
      reader.clock().fastForward("05:01");
      awaitConnected(second, "204", 2);
      watcher.awaitCounts("204", 1, 2);
      assertThat(received(watcher, mark, "204")).containsExactly("2/2", "1/2");
      second.setVisible(false);
      reader.clock().fastForward("05:01");
      watcher.awaitCounts("204", 0, 2);
      second.setVisible(true);
      watcher.awaitCounts("204", 1, 2);
      second.showsLive("others", "0 other people");
    }
  }

  @Test
  void aTabReceivesThePostsInItsOwnList() {
    BrowserContext reader = newReader();
    read(reader, "205").showsLive("viewers", "1");
    String list = "<i id=list data-onlookers-post=206 data-onlookers-count=viewers>–</i>";
    Tab second = read(reader, "205", list).showsLive("viewers", "1").showsLive("list", "0");
    try (Reader other = Reader.viewing(war, "206")) {
      second.showsLive("list", "1");
      other.awaitCounts("206", 1, 1);
    }
    second.showsLive("list", "0");
  }

  @Test
  void tabsFindARestartedServerAgainAsOneReader() {
    BrowserContext reader = newReader();
    Tab first = read(reader, "207").showsLive("viewers", "1");
    Tab second = read(reader, "207").showsLive("viewers", "1");
    war.stop();
    first.stateIs("viewers", "lost");
    second.stateIs("viewers", "lost");
    war = start(war.base().getPort());
    first.showsLive("viewers", "1").showsLive("views", "1");
    second.showsLive("viewers", "1");
    tabs.forEach(Tab::forgiveFailedAttempts);
  }

  @Test
  void eachTabIsAReaderOfItsOwnWhereThePageWantsItSo() {
    BrowserContext reader = newReader();
    String page =
        page(war.base(), "208", "").replace("<script", "<script data-onlookers-tabs=each");
    Tab first = open(reader, blog.publish(page)).showsLive("viewers", "1");
    Tab second = open(reader, blog.publish(page)).showsLive("viewers", "2");
    first.showsLive("others", "1 other person");
    second.close();
    first.showsLive("others", "0 other people");
  }

  @Test
  void aPageWithoutAPostOnlyWatches() {
    String watching =
        page(war.base(), "209", "")
            .replace("<b", "<b data-onlookers-post=209")
            .replace(" data-onlookers-post=\"209\"", "");
    try (Reader other = Reader.viewing(war, "209")) {
      open(newReader(), blog.publish(watching)).showsLive("others", "1 other person");
      other.reconcile();
      assertThat(other.shown("209")).isEqualTo("1/1");
    }
  }

  @Test
  void thePageShowsHowManyAreOnlineOnTheWholeSite() {
    String more = "<i id=online data-onlookers-count=online data-onlookers-other='%s online'>–</i>";
    Tab tab = read(newReader(), "214", more).showsLive("viewers", "1");
    try (Reader other = Reader.viewing(war, "215")) {
      tab.showsLive("online", "2 online");
      other.reconcile();
    }
    tab.showsLive("online", "1 online").showsLive("viewers", "1");
  }

  @Test
  void aPageThatIsLoadedAgainWithinItsWindowAddsNoView() {
    String page =
        page(war.base(), "216", "").replace("<script", "<script data-onlookers-window=60");
    BrowserContext reader = newReader();
    Tab tab = open(reader, blog.publish(page)).showsLive("views", "1");
    for (int i = 0; i < 2; i++) {
      tab.page().reload();
      tab.showsLive("viewers", "1").showsLive("views", "1");
    }
    open(newReader(), blog.publish(page)).showsLive("views", "2");
    tab.showsLive("views", "2");
  }

  @Test
  void whatIsPutIntoThePageLaterIsFilledAndTheTagMovesTheReader() {
    Tab tab = read(newReader(), "217").showsLive("viewers", "1");
    try (Reader other = Reader.viewing(war, "218")) {
      other.awaitCounts("218", 1, 1);
      tab.page()
          .evaluate(
              """
              document.body.insertAdjacentHTML('beforeend',
                '<p><i id=late data-onlookers-post=218 data-onlookers-count=viewers>–</i></p>')""");
      tab.showsLive("late", "1");
      tab.page().evaluate("document.querySelector('script').dataset.onlookersPost = '218'");
      other.awaitCounts("218", 2, 2);
      tab.showsLive("viewers", "2").showsLive("others", "1 other person");
    }
  }

  @Test
  void aConnectionThatDiedUnnoticedIsGivenUpAndMadeAnew() {
    BrowserContext reader = newReader();
    reader.clock().install();
    Tab tab = read(reader, "219").showsLive("viewers", "1");
    tab.receives("[\"alive\"]", () -> reader.clock().fastForward("00:46"))
        .showsLive("viewers", "1");
    war.freeze();
    try {
      reader.clock().fastForward("00:46");
      tab.stateIs("viewers", "live");
      reader.clock().fastForward("00:11");
      tab.stateIs("viewers", "lost");
    } finally {
      war.thaw();
    }
    tab.showsLive("viewers", "1").showsLive("views", "1");
    tab.forgiveFailedAttempts();
  }

  @Test
  void belowItsThresholdACountIsHiddenInItsPlace() {
    String more = "<i id=few data-onlookers-count=others data-onlookers-threshold=1>–</i>";
    Tab tab = read(newReader(), "210", more).showsLive("few", "0");
    assertThat(tab.element("few")).isHidden();
    double width = tab.element("few").boundingBox().width;
    try (Reader other = Reader.viewing(war, "210")) {
      tab.showsLive("few", "1");
      assertThat(tab.element("few")).isVisible();
      assertThat(tab.element("few").boundingBox().width).isEqualTo(width);
      other.reconcile();
    }
    tab.showsLive("few", "0");
    assertThat(tab.element("few")).isHidden();
  }

  @Test
  void numbersHaveTheFormsOfThePagesLanguage() {
    String few =
        "<i id=forms lang=pl data-onlookers-count=viewers"
            + " data-onlookers-one='%s osoba' data-onlookers-few='%s osoby'>–</i>"
            + "<script>document.documentElement.lang = 'pl'</script>";
    Tab tab = read(newReader(), "211", few).showsLive("forms", "1 osoba");
    try (Reader other = Reader.viewing(war, "211")) {
      tab.showsLive("forms", "2 osoby");
      other.reconcile();
    }
  }

  @Test
  void whereWebSocketsAreBlockedTheNumbersAreReadWithoutBeingCounted() {
    try (PlainProxy proxy = new PlainProxy(war.base());
        Reader other = Reader.viewing(war, "212")) {
      URI server = URI.create(proxy.address() + "/");
      Tab tab = open(newReader(), blog.publish(page(server, "212", "")));
      tab.shows("others", "1 other person").stateIs("others", "polled");
      other.reconcile();
      assertThat(other.shown("212")).isEqualTo("1/1");
      tab.forgiveFailedAttempts();
    }
  }

  @Test
  void aPageOfTheSameSiteMayServeTheScriptItself() {
    blog.offer("/onlookers.js", Path.of("webapp", "onlookers.js"));
    String page =
        page(URI.create("/"), "213", "")
            .replace("<script", "<script data-onlookers-server='" + war.base() + "'");
    open(newReader(), blog.publish(page)).showsLive("viewers", "1").showsLive("views", "1");
  }

  @Test
  void theContentSecurityPolicyOfTheRecipeIsAllThatAPageNeeds() {
    String server = war.base().toString();
    String policy =
        "<meta http-equiv=Content-Security-Policy content='script-src %s; connect-src %s %s'>"
            .formatted(server, server, server.replaceFirst("^http", "ws"));
    Tab tab = open(newReader(), blog.publish(policy + page(war.base(), "290", "")));
    tab.showsLive("viewers", "1").showsLive("views", "1");
  }
}
