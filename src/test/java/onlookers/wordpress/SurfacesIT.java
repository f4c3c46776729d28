package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;

/**
 * What readers and owners see, on a phone and in the dark: nothing sticks out, and axe finds no
 * fault.
 */
class SurfacesIT extends StageTests {
  private static final String CONTENT =
      """
      <!-- wp:onlookers/count {"look":"pill"} /-->\
      <!-- wp:onlookers/count {"look":"eye","count":"views"} /-->\
      <!-- wp:onlookers/count {"count":"viewers"} /-->\
      <!-- wp:onlookers/top {"limit":3,"title":"Read now","line":true} /-->\
      <!-- wp:onlookers/top {"limit":3,"days":7,"title":"Read this week"} /-->\
      <!-- wp:onlookers/online /-->""";

  private static final String OURS =
      ".onlookers-line, .wp-block-onlookers-count, .wp-block-onlookers-top, .wp-block-onlookers-online";

  /** As a dark theme is. */
  private static final String DARK =
      "() => Object.assign(document.body.style, {background: '#111', color: '#eee'})";

  private static NewContextOptions phone(ColorScheme scheme) {
    return new NewContextOptions().setViewportSize(360, 740).setColorScheme(scheme);
  }

  private Tab read(int post) {
    Tab tab = stage.open(stage.person(phone(ColorScheme.DARK)), stage.address(post));
    assertThat(tab.page().locator(".onlookers-pill .onlookers"))
        .hasText("1 other person is reading this");
    assertThat(items(tab).first()).containsText("reader");
    return tab;
  }

  private static Locator items(Tab tab) {
    return tab.page().locator(".onlookers-top li");
  }

  @Test
  void readersSeeItWholeOnAPhoneInTheLightAndInTheDark() {
    int post = stage.publish("On surfaces that are as wide as a phone and no wider", CONTENT);
    stage.open(stage.person(), stage.address(post));
    Tab tab = read(post).fits().isAccessible(OURS);
    tab.photographAll("surfaces-light-" + release.word());
    tab.page().evaluate(DARK);
    tab.page()
        .addStyleTag(
            new Page.AddStyleTagOptions().setContent("a, h2 { color: inherit !important; }"));
    tab.isAccessible(OURS).photographAll("surfaces-dark-" + release.word());
  }

  @Test
  void ownersSeeItWholeOnAPhone() {
    int post = stage.publish("Owner", "A title shorter than the number beside it.");
    stage.read(post).shows("other");
    Tab dashboard = owner("index.php");
    Locator box = dashboard.page().locator("#onlookers_dashboard");
    assertThat(box.locator(".onlookers-history-said")).containsText("view");
    assertThat(box.locator("li").filter(new FilterOptions().setHasText("Owner")).first())
        .isVisible();
    dashboard.fits().isAccessible("#onlookers_dashboard");
    dashboard.photograph("surfaces-dashboard-" + release.word(), box);
    Tab settings = owner("options-general.php?page=onlookers");
    settings.fits().isAccessible("#wpbody-content form");
    settings.photographAll("surfaces-settings-" + release.word());
    Tab tools = owner("tools.php");
    tools.fits().isAccessible("#onlookers-import, #onlookers-corrections");
    tools.photographAll("surfaces-tools-" + release.word());
  }

  private Tab owner(String page) {
    return stage.open(
        stage.administrator(phone(ColorScheme.LIGHT)), stage.site().page("wp-admin/" + page));
  }

  @Test
  void theEditorsLineHasNoFault() {
    int post = stage.publish("On panels", "They are narrow.");
    stage.read(post).shows("other");
    Editor editor = Editor.open(stage, post);
    Locator line = editor.tab().page().locator(".onlookers-readers");
    assertThat(line).containsText("1 person is reading this");
    editor.tab().isAccessible(".onlookers-readers");
    editor.tab().photograph("surfaces-panel-" + release.word(), line);
  }
}
