package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import onlookers.fixture.Reader;
import org.junit.jupiter.api.Test;

/** What is read most over some days, who is online, and the month on the dashboard. */
class MostReadIT extends StageTests {
  /** Views that a post of any test before this one has on the server that they share. */
  private static final int MORE_THAN_ANY = 20;

  /** By then, in milliseconds, what waits in vain for its server has said so. */
  private static final long LATER = 10_000;

  /** What is counted for a day is written a batch later. */
  private static final double MAX_WAIT_MILLIS = 30_000;

  private static void waitFor(Locator part, String words) {
    assertThat(part).containsText(words, new ContainsTextOptions().setTimeout(MAX_WAIT_MILLIS));
  }

  @Test
  void aPageListsWhatIsReadMostAndSaysHowManyAreOnline() {
    int busy = stage.publish("On rivers", "They run.");
    int page =
        stage.publish(
            "On numbers",
            "<!-- wp:onlookers/top {\"days\":7,\"limit\":3,\"title\":\"This week\",\"line\":true} /-->"
                + "<!-- wp:onlookers/online /-->");
    for (int i = 0; i < 3; i++) {
      stage.read(busy).shows("other");
    }
    for (int i = 0; i < MORE_THAN_ANY; i++) {
      Reader.viewing(stage.war(), String.valueOf(busy)).close();
    }
    Tab tab = stage.read(page);
    tab.shows(tab.page().locator(".wp-block-onlookers-online .onlookers"), "4 people are online");
    Locator list = tab.page().locator(".wp-block-onlookers-top");
    waitFor(list, MORE_THAN_ANY + 3 + " views");
    assertThat(list.locator("h2")).hasText("This week");
    assertThat(list.locator("li", containing("On rivers")).locator("svg.onlookers-trend"))
        .hasCount(1);
    tab.photograph("most-read-" + release.word(), list);
  }

  private static Locator.LocatorOptions containing(String words) {
    return new Locator.LocatorOptions().setHasText(words);
  }

  @Test
  void theDashboardShowsWhoIsOnlineAndTheMonth() {
    int post = stage.publish("On months", "There are twelve.");
    stage.read(post).shows("other");
    Tab tab = stage.open(stage.administrator(), stage.site().page("wp-admin/index.php"));
    tab.page().clock().install();
    tab.page().reload();
    Locator box = tab.page().locator("#onlookers_dashboard");
    tab.shows(box.locator(".onlookers-online .onlookers"), "1 person is online");
    waitFor(box.locator(".onlookers-history-said"), "view");
    assertThat(box.locator(".onlookers-history svg rect")).hasCount(30);
    tab.page().clock().fastForward(LATER);
    assertThat(box).not().containsText("does not answer");
    assertThat(box.locator(".onlookers-history svg rect")).hasCount(30);
    tab.photograph("dashboard-month-" + release.word(), box);
  }
}
