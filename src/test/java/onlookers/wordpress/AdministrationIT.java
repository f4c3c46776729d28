package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import onlookers.fixture.PlainProxy;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Test;

/** Where the people who write the posts see the numbers. */
class AdministrationIT extends StageTests {
  private Tab administration(String page) {
    return stage.open(stage.administrator(), stage.site().page("wp-admin/" + page));
  }

  private static Locator cell(Tab list, int post, String column) {
    return list.page().locator("#post-" + post + " .column-" + column + " [data-onlookers-count]");
  }

  private static List<String> titles(Tab list) {
    return list.page().locator("#the-list .row-title").allTextContents().subList(0, 3);
  }

  @Test
  void theListOfPostsShowsWhoIsReadingAndStaysUpToDate() {
    int post = stage.publish("On columns", "They hold roofs.");
    stage.read(post);
    Tab list = administration("edit.php");
    list.shows(cell(list, post, "onlookers"), "1").shows(cell(list, post, "onlookers_views"), "1");
    Tab second = stage.read(post);
    list.shows(cell(list, post, "onlookers"), "2").shows(cell(list, post, "onlookers_views"), "2");
    list.photograph("list-" + release.word());
    second.close();
    list.shows(cell(list, post, "onlookers"), "1");
  }

  @Test
  void titlesHaveTheirRoomInANarrowWindowToo() {
    int post = stage.publish("On narrow windows", "They let in light.");
    Tab list = administration("edit.php?s=narrow");
    for (int width : new int[] {783, 1000, 1200, 1400}) {
      list.page().setViewportSize(width, 700);
      assertThat(list.page().locator("#post-" + post + " .column-title").boundingBox().width)
          .as("of %d pixels", width)
          .isGreaterThan(100);
    }
  }

  @Test
  void aRowThatQuickEditHasPutThereAnewIsUpToDateToo() {
    int post = stage.publish("On haste", "Make less.");
    stage.read(post);
    Tab list = administration("edit.php?s=haste");
    list.shows(cell(list, post, "onlookers"), "1");
    list.page().hover("#post-" + post);
    list.page().click("#post-" + post + " .editinline");
    list.page().fill("#edit-" + post + " [name=post_title]", "On haste, edited");
    list.page().click("#edit-" + post + " .save");
    assertThat(list.page().locator("#post-" + post)).containsText("On haste, edited");
    list.shows(cell(list, post, "onlookers"), "1");
    stage.read(post);
    list.shows(cell(list, post, "onlookers"), "2");
  }

  @Test
  void theListIsSortedByWhoIsReadingAndByViews() {
    int one = stage.publish("Sorted: one", "1");
    int two = stage.publish("Sorted: two", "2");
    int none = stage.publish("Sorted: none", "0");
    stage.read(one).shows("0 other");
    stage.read(two).shows("0 other");
    stage.read(two).shows("1 other");
    Tab list = administration("edit.php?s=Sorted");
    list.page().click("#onlookers a");
    list.shows(cell(list, two, "onlookers"), "2");
    assertThat(titles(list)).containsExactly("Sorted: two", "Sorted: one", "Sorted: none");
    list.page().click("#onlookers a");
    list.shows(cell(list, none, "onlookers"), "0");
    assertThat(titles(list)).containsExactly("Sorted: none", "Sorted: one", "Sorted: two");
    stage.site().evaluate("onlookers_write_back();");
    list.page().click("#onlookers_views a");
    list.shows(cell(list, two, "onlookers_views"), "2");
    assertThat(titles(list)).containsExactly("Sorted: two", "Sorted: one", "Sorted: none");
  }

  @Test
  void theAdminBarShowsItOnThePostsOwnPage() {
    int post = stage.publish("On bars", "They are long.");
    stage.read(post);
    Tab tab = stage.open(stage.administrator(), stage.address(post));
    Locator count = tab.page().locator("#wp-admin-bar-onlookers [data-onlookers-count]");
    tab.shows(count, "1 person is reading this");
    stage.read(post);
    tab.shows(count, "2 people are reading this").photograph("admin-bar-" + release.word());
  }

  @Test
  void theEditorShowsItBesideUpdateAndTrash() {
    int post =
        stage.publish("On editing", "<!-- wp:paragraph --><p>They edit.</p><!-- /wp:paragraph -->");
    stage.read(post);
    Editor editor = Editor.open(stage, post);
    Locator readers =
        editor.tab().page().locator(".onlookers-readers span[data-onlookers-state=live]");
    assertThat(readers).hasText("1 person is reading this");
    stage.read(post);
    assertThat(readers).hasText("2 people are reading this");
    assertThat(editor.tab().page().locator(".onlookers-month")).containsText("in the last 30 days");
    editor.tab().photograph("editor-" + release.word());
  }

  @Test
  void theDashboardHasTheTopPosts() {
    int most = stage.publish("On fame", "It passes.");
    int less = stage.publish("On obscurity", "It stays.");
    for (int i = 0; i < 3; i++) {
      stage.read(most);
    }
    stage.read(less).shows("0 other");
    Tab dashboard = administration("index.php");
    Locator lines = dashboard.page().locator("#onlookers_dashboard .onlookers-top li");
    assertThat(lines.first()).containsText("On fame");
    assertThat(lines.first()).containsText("3 readers");
    assertThat(lines.nth(1)).containsText("1 reader");
    dashboard.photograph(
        "dashboard-" + release.word(), dashboard.page().locator("#onlookers_dashboard"));
  }

  /**
   * A server that is asked may say that it is not ready, as long as the machine keeps it from its
   * Redis.
   */
  private void assertHealth(String server, String... words) {
    stage.set("server", "'" + server + "'");
    String result = "$r = onlookers_health_result(); return $r['status'] . $r['description'];";
    await().untilAsserted(() -> assertThat(stage.site().evaluate(result)).contains(words));
  }

  @Test
  void siteHealthSaysWhetherReadersAreCounted() {
    assertHealth(stage.server(), "good");
    assertHealth("http://127.0.0.1:9", "recommended", "cannot reach");
  }

  @Test
  void siteHealthKnocksAsAReadersBrowserDoes() {
    try (WarProcess strict = stage.another("--origins=https://elsewhere.example");
        WarProcess careful = stage.another("--ticket.secret=the right one");
        PlainProxy proxy = new PlainProxy(URI.create(stage.server()))) {
      assertHealth(Stage.address(strict), "origins", "127.0.0.1");
      assertHealth(proxy.address(), "proxy");
      assertHealth(Stage.address(careful), "ticket.secret");
      stage.set("secret", "'the right one'");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(stage.site().evaluate("return onlookers_trouble();"))
                      .isEqualTo("\"\""));
    }
  }
}
