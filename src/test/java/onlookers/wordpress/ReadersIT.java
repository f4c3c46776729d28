package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import onlookers.fixture.Http;
import org.junit.jupiter.api.Test;

/** Readers of posts, on a site whose owner has only set the server's address. */
class ReadersIT extends StageTests {
  private static final String ALONE = "0 other people are reading this";
  private static final String ONE = "1 other person is reading this";
  private static final String TWO = "2 other people are reading this";

  private long views(int post) {
    String body = Http.body(stage.war().base().resolve("api/posts/" + post));
    return Long.parseLong(body.replaceAll(".*\"views\":(\\d+).*", "$1"));
  }

  @Test
  void twoReadersSeeEachOtherComeAndGo() {
    int post = stage.publish("On lighthouses", "They are lit at night.");
    Tab first = stage.read(post);
    Tab second = stage.read(post).shows(ONE);
    first.shows(ONE).photograph("post-" + release.word());
    Tab third = stage.read(post).shows(TWO);
    first.shows(TWO);
    third.close();
    second.shows(ONE);
    assertThat(views(post)).isEqualTo(3);
  }

  @Test
  void threeTabsOfOneBrowserAreOneReaderWhicheverOfThemCloses() {
    int post = stage.publish("On tabs", "There are never enough.");
    BrowserContext one = stage.person();
    Tab other = stage.read(post);
    Tab first = stage.open(one, stage.address(post)).shows(ONE);
    Tab second = stage.open(one, stage.address(post)).shows(ONE);
    Tab third = stage.open(one, stage.address(post)).shows(ONE);
    other.shows(ONE);
    assertThat(views(post)).isEqualTo(2);
    String history = history(other);
    first.close();
    second.shows(ONE);
    second.close();
    third.shows(ONE);
    other.shows(ONE);
    assertThat(other.page().evaluate(history)).isEqualTo("");
    assertThat(views(post)).isEqualTo(2);
  }

  /** From now on writes down every text that the count shows; gives what reads it. */
  private static String history(Tab tab) {
    tab.page()
        .evaluate(
            """
            () => {
              const count = document.querySelector('.onlookers-line .onlookers');
              const shown = count.textContent;
              window.changes = [];
              new MutationObserver(() => count.textContent !== shown && changes.push(count.textContent))
                .observe(count, { childList: true, characterData: true, subtree: true });
            }""");
    return "() => changes.join()";
  }

  @Test
  void whoeverGoesOnIsGoneAndWhoeverComesBackCounts() {
    int post = stage.publish("On going back", "One can.");
    Tab stays = stage.read(post);
    Tab leaves = stage.read(post).shows(ONE);
    leaves.page().navigate(stage.site().page("readme.html").toString());
    stays.shows(ALONE);
    leaves.page().goBack();
    leaves.shows(ONE);
    stays.shows(ONE);
  }

  @Test
  void aPageInTheBackForwardCacheIsGoneAndComesBackWithoutASecondView() {
    int post = stage.publish("On freezing", "It passes.");
    Tab stays = stage.read(post);
    Tab leaves = stage.read(post).shows(ONE);
    leaves.transition("pagehide").isLost();
    stays.shows(ALONE);
    leaves.transition("pageshow").shows(ONE);
    stays.shows(ONE);
    assertThat(views(post)).isEqualTo(2);
  }

  @Test
  void aRestartOfTheServerBringsTheNumbersBackWithoutAView() {
    int post = stage.publish("On restarts", "They happen.");
    Tab first = stage.read(post);
    Tab second = stage.read(post).shows(ONE);
    stage.stopServer();
    first.isLost();
    second.isLost();
    stage.startServer();
    first.shows(ONE);
    second.shows(ONE);
    assertThat(views(post)).isEqualTo(2);
    first.forgiveFailedAttempts();
    second.forgiveFailedAttempts();
  }

  @Test
  void belowItsThresholdTheCountIsNotShown() {
    stage.set("threshold", "2");
    int post = stage.publish("On thresholds", "Mind them.");
    Tab first = stage.read(post);
    Tab second = stage.read(post);
    first.shows(ONE);
    assertThat(first.count()).not().isVisible();
    Tab third = stage.read(post).shows(TWO);
    first.shows(TWO);
    assertThat(first.count()).isVisible();
    third.close();
    assertThat(second.count()).not().isVisible();
    assertThat(first.count()).not().isVisible();
  }

  @Test
  void editorsWatchUnlessTheOwnerSaysOtherwiseAndAPreviewNeverCounts() {
    int post = stage.publish("On editors", "They read, too.");
    Tab reader = stage.read(post);
    BrowserContext editor = stage.administrator();
    Tab watches = stage.open(editor, stage.address(post)).shows(ONE);
    reader.shows(ALONE);
    assertThat(views(post)).isEqualTo(1);
    stage.set("count_editors", "true");
    watches.page().reload();
    reader.shows(ONE);
    watches.page().navigate(watches.page().url() + "?preview=true");
    reader.shows(ALONE);
    assertThat(views(post)).isEqualTo(2);
  }
}
