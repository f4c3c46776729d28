package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/** Every way to put a count into a page. */
class PlacementIT extends StageTests {
  /** A theme with a place for widgets, and the list in it. */
  private static final String WIDGET =
      """
      switch_theme( 'twentytwentyone' );
      check_theme_switched(); // else the first request does, and moves widgets
      $list = array( 'title' => 'Read now', 'limit' => 4 );
      update_option( 'widget_onlookers_top', array( 2 => $list, '_multiwidget' => 1 ) );
      $places = array( 'sidebar-1' => array( 'onlookers_top-2' ), 'array_version' => 3 );
      update_option( 'sidebars_widgets', $places );
      """;

  @Test
  void theOwnerPutsItAboveTheContentOrBelowOrNowhere() {
    int post = stage.publish("On places", "<p id=\"text\">There are several.</p>");
    stage.set("placement", "'above'");
    Tab above = stage.read(post).shows("0 other people");
    assertThat(above.page().locator(".onlookers-line ~ #text")).hasCount(1);
    stage.set("placement", "'none'");
    above.page().reload();
    assertThat(above.page().locator("#text")).isVisible();
    assertThat(above.page().locator(".onlookers")).hasCount(0);
    Tab second = stage.read(post);
    stage.set("placement", "'below'");
    second.page().reload();
    second.shows("1 other person");
    assertThat(second.page().locator("#text ~ .onlookers-line")).hasCount(1);
  }

  @Test
  void aShortcodeAsksForAnotherCountOrAnotherPost() {
    int busy = stage.publish("On crowds", "They gather.");
    int post =
        stage.publish(
            "On shortcodes",
            "<b id=\"here\">[onlookers count=\"views\"]</b><b id=\"there\">[onlookers count=\"viewers\" post=\"%d\"]</b>"
                .formatted(busy));
    stage.read(busy);
    Tab tab = stage.read(post);
    tab.shows(tab.page().locator("#here .onlookers"), "1 view");
    tab.shows(tab.page().locator("#there .onlookers"), "1 person is reading this");
    stage.read(busy);
    tab.shows(tab.page().locator("#there .onlookers"), "2 people are reading this");
  }

  @Test
  void theOwnersWordingIsShownInItsPluralForms() {
    stage.set("text_one", "'%s lone wolf'");
    stage.set("text_other", "'%s <em>wolves</em>'");
    int post = stage.publish("On wolves", "They roam.");
    Tab first = stage.read(post);
    Tab second = stage.read(post).shows("1 lone wolf");
    stage.read(post);
    second.shows("2 <em>wolves</em>");
    assertThat(first.page().locator(".onlookers em")).hasCount(0);
  }

  @Test
  void aThemesTemplateCallsTheFunction() {
    int post = stage.publish("On templates", "They are files.");
    String html =
        stage
            .site()
            .evaluate(
                "return onlookers_get( array( 'post' => %d, 'count' => 'viewers' ) );"
                    .formatted(post));
    assertThat(html).contains("data-onlookers-post=\\\"" + post).contains("viewers");
  }

  @Test
  void theBlockIsPutInByTheEditorWhichShowsItAsReadersWill() {
    int post = stage.publish("On blocks", "");
    stage.set("placement", "'none'");
    Tab reader = stage.read(post);
    Editor editor = Editor.open(stage, post);
    editor.insertBySlash("onlookers", "onlookers/count");
    assertThat(editor.canvas("[data-type='onlookers/count']"))
        .containsText("1 other person is reading this");
    editor.tab().photograph("block-" + release.word());
    editor.save();
    reader.page().reload();
    Tab second = stage.read(post);
    Locator block = second.page().locator(".wp-block-onlookers-count .onlookers");
    second.shows(block, "1 other person is reading this");
  }

  @Test
  void theListOfWhatIsReadMostIsABlockToo() {
    int busy = stage.publish("On bees", "They swarm.");
    int post = stage.publish("On lists", "<!-- wp:onlookers/top {\"limit\":3} /-->");
    stage.read(busy);
    stage.read(busy).shows("1 other");
    Tab tab = stage.read(post);
    Locator first = tab.page().locator(".onlookers-top li").first();
    assertThat(first).containsText("On bees");
    assertThat(first).containsText("2 readers");
    first.locator("a").click();
    tab.shows("2 other people are reading this");
  }

  @Test
  void aClassicThemeHasTheListAsAWidget() {
    String theme = stage.site().evaluate("return get_stylesheet();").replace('"', '\'');
    int busy = stage.publish("On ants", "They swarm, too.");
    stage.site().evaluate(WIDGET);
    try {
      stage.read(busy).shows("0 other");
      Tab tab = stage.read(busy);
      Locator widget = tab.page().locator(".widget_onlookers_top");
      assertThat(widget).containsText("Read now");
      assertThat(widget.locator("li").first()).containsText("On ants");
      tab.photograph("widget-" + release.word(), widget);
    } finally {
      stage.site().evaluate("switch_theme( " + theme + " );");
    }
  }
}
