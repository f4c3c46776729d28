package onlookers.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.Firefox;
import onlookers.fixture.Frame;
import onlookers.fixture.PlainProxy;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The client in the page of another site, in a browser that is no Chromium: what depends on locks,
 * channels, storage, and on who looks at which tab. Each test has posts of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirefoxIT {
  private static final Duration MAX_WAIT = Duration.ofSeconds(45);

  private final Blog blog = new Blog();
  private final RedisProcess redis = RedisProcess.start();
  private final Firefox firefox = Firefox.launch();
  private final List<Firefox.Window> readers = new ArrayList<>();
  private final WarProcess war =
      WarProcess.start(
          "--redis.uri=" + redis.uri(), "--origins=" + blog.origin(), "--limit.messages=0");

  @AfterAll
  void end() {
    firefox.close();
    war.close();
    redis.close();
    blog.close();
  }

  @AfterEach
  void nobodyIsLeftAndNoConsoleHasComplained() {
    readers.forEach(Firefox.Window::close);
    readers.clear();
    assertThat(firefox.errors()).allMatch(FirefoxIT::isOfABlockedSocket);
  }

  private static boolean isOfABlockedSocket(String error) {
    return error.contains("can’t establish a connection");
  }

  private Firefox.Window newReader() {
    Firefox.Window reader = firefox.newReader();
    readers.add(reader);
    return reader;
  }

  private URI publish(String post, String attributes, String more) {
    return publish(war.base(), post, attributes, more);
  }

  private URI publish(URI server, String post, String attributes, String more) {
    String page =
        """
        <p><b id=viewers data-onlookers-count=viewers>–</b>
        <b id=others data-onlookers-count=others>–</b>
        <b id=views data-onlookers-count=views>–</b> %s</p>
        <script type=module src="%sonlookers.js" data-onlookers-post="%s" %s></script>""";
    return blog.publish("/" + post + "/", page.formatted(more, server, post, attributes));
  }

  private static void showsLive(Firefox.Page page, String id, String text) {
    shows(page, id, text, "live");
  }

  private static void shows(Firefox.Page page, String id, String text, String state) {
    String shown = "(({textContent, dataset}) => [textContent, dataset.onlookersState])(%s)";
    String asked = shown.formatted("document.getElementById('" + id + "')");
    await(id)
        .atMost(MAX_WAIT)
        .untilAsserted(
            () -> assertThat(page.ask(asked)).isEqualTo("[\"" + text + "\",\"" + state + "\"]"));
  }

  /** What was received of the post, as viewers and views. */
  private static List<String> received(Reader watcher, String post) {
    return watcher.countsOf(post).stream().map(FirefoxIT::counts).toList();
  }

  private static String counts(Frame frame) {
    return frame.viewers() + "/" + frame.views();
  }

  /** Firefox may end a tab's process before its close code is sent: the count may dip. */
  @Test
  void tabsOfOneBrowserAreOneReaderAndTheNextGoesOnWithItsViewWhenTheConnectedOneCloses() {
    URI page = publish("501", "", "");
    try (Reader watcher = Reader.watching(war, "501")) {
      Firefox.Window reader = newReader();
      Firefox.Page first = reader.open(page);
      showsLive(first, "viewers", "1");
      Firefox.Page second = reader.open(page);
      showsLive(second, "viewers", "1");
      assertThat(first.ask("document.hidden")).isEqualTo("true");
      first.close();
      Firefox.Page stranger = newReader().open(page);
      showsLive(second, "others", "1");
      stranger.close();
      showsLive(second, "others", "0");
      watcher.awaitCounts("501", 1, 2);
      assertThat(received(watcher, "501")).startsWith("0/0", "1/1").endsWith("2/2", "1/2");
    }
  }

  /** Firefox does not keep a page whole that holds a lock, or closes a socket as it is left. */
  @Test
  void whoLeavesIsGoneAndComingBackOrLoadingAgainWithinTheWindowAddsNoView() {
    URI page = publish("502", "data-onlookers-window=60", "");
    URI elsewhere = blog.publish("/502-elsewhere/", "");
    try (Reader watcher = Reader.watching(war, "502")) {
      Firefox.Page tab = newReader().open(page);
      showsLive(tab, "viewers", "1");
      tab.go(elsewhere);
      watcher.awaitViewers("502", 0, MAX_WAIT);
      tab.goBack();
      watcher.awaitViewers("502", 1, MAX_WAIT);
      tab.reload();
      showsLive(tab, "viewers", "1");
      showsLive(tab, "views", "1");
    }
  }

  @Test
  void aTabThatIsOpenedInTheBackgroundIsCountedWhenItIsSeen() {
    URI page = publish("503", "", "");
    URI front = blog.publish("/503-front/", "");
    try (Reader watcher = Reader.watching(war, "503")) {
      Firefox.Window reader = newReader();
      reader.open(front);
      Firefox.Page behind = reader.openBehind(page);
      assertThat(behind.ask("document.hidden")).isEqualTo("true");
      shows(behind, "viewers", "–", "lost");
      assertThat(received(watcher, "503")).containsExactly("0/0");
      behind.activate();
      watcher.awaitViewers("503", 1, MAX_WAIT);
      showsLive(behind, "viewers", "1");
    }
  }

  @Test
  void whatIsPutIntoThePageLaterIsFilledAndTheTagMovesTheReader() {
    Firefox.Page tab =
        newReader().open(publish("505", "", "<i id=online data-onlookers-count=online>–</i>"));
    try (Reader other = Reader.viewing(war, "506")) {
      showsLive(tab, "online", "2");
      tab.ask(
          """
          document.body.insertAdjacentHTML('beforeend',
            '<i id=late data-onlookers-post=506 data-onlookers-count=viewers>–</i>')""");
      showsLive(tab, "late", "1");
      tab.ask("document.querySelector('[type=module]').dataset.onlookersPost = '506'");
      other.awaitCounts("506", 2, 2);
      showsLive(tab, "others", "1");
    }
  }

  @Test
  void whereWebSocketsAreBlockedTheNumbersAreReadWithoutBeingCounted() {
    try (PlainProxy proxy = new PlainProxy(war.base());
        Reader other = Reader.viewing(war, "507")) {
      other.awaitCounts("507", 1, 1);
      URI server = URI.create(proxy.address() + "/");
      Firefox.Page tab = newReader().open(publish(server, "507", "", ""));
      shows(tab, "others", "1", "polled");
      assertThat(other.shown("507")).isEqualTo("1/1");
    }
  }
}
