package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The translations that are shipped, on sites in their languages. */
class LanguagesIT extends StageTests {
  private static final int PHONE = 360;

  private void speak(String locale) {
    stage.site().evaluate("update_option( 'WPLANG', '%s' );".formatted(locale));
  }

  @AfterEach
  void speakEnglishAgain() {
    speak("");
  }

  @Test
  void aGermanSiteIsInGermanForReadersAndOwners() {
    speak("de_DE");
    int post = stage.publish("Über Wörter", "Sie sind deutsch.");
    Tab tab = stage.read(post).shows("0 andere Personen lesen das gerade");
    stage.read(post);
    tab.shows("1 andere Person liest das gerade");

    Tab settings = stage.open(stage.administrator(), stage.settings());
    settings.page().click("text=Verbindung testen");
    assertThat(settings.page().locator("#onlookers-test-result"))
        .containsText("Verbunden: Der Server lässt die Leser dieser Website herein");
    settings.photograph("german-settings-" + release.word());

    Tab editor = stage.open(stage.administrator(), stage.site().page("wp-admin/post-new.php"));
    editor.page().waitForFunction("() => window.wp?.blocks?.getBlockType('onlookers/top')");
    assertThat(editor.page().evaluate("wp.i18n.__('What is counted', 'onlookers')"))
        .isEqualTo("Was gezählt wird");
    assertThat(editor.page().evaluate("wp.blocks.getBlockType('onlookers/top').title"))
        .isEqualTo("Meistgelesen");
  }

  @Test
  void theClassicWidgetIsInTheLanguageOfTheSite() {
    speak("de_DE");
    String widget = "$GLOBALS['wp_widget_factory']->widgets['Onlookers_Top_Widget']";
    assertThat(stage.site().evaluate("return " + widget + "->name;")).isEqualTo("\"Meistgelesen\"");
    assertThat(stage.site().evaluate("return " + widget + "->widget_options['description'];"))
        .contains("die meisten lesen");
  }

  @Test
  void onAnArabicSiteAllRunsFromRightToLeftAndNothingSticksOutOnAPhone() {
    speak("ar");
    stage.set("style", "'pill'");
    String blocks =
        "<!-- wp:onlookers/top {\"limit\":3,\"title\":\"الأكثر قراءة\",\"line\":true} /--><!-- wp:onlookers/online /-->";
    int post = stage.publish("عن الأنهار", blocks);
    stage.read(post);
    NewContextOptions phone = new NewContextOptions().setViewportSize(PHONE, 740);
    Tab tab = stage.open(stage.person(phone), stage.address(post));
    tab.shows(tab.page().locator(".onlookers-pill .onlookers"), "يقرأ هذا الآن");
    assertThat(tab.page().locator("html")).hasAttribute("dir", "rtl");
    Locator list = tab.page().locator(".onlookers-top li");
    assertThat(list.first()).containsText("قارئان");
    tab.fits().isAccessible(".wp-block-onlookers-top, .onlookers-line");
    tab.photographAll("arabic-post-" + release.word());
    for (String page : List.of("index.php", "options-general.php?page=onlookers", "tools.php")) {
      Tab admin =
          stage.open(stage.administrator(phone), stage.site().page("wp-admin/" + page)).fits();
      admin.photographAll("arabic-" + page.replaceAll("\\.php.*", "") + "-" + release.word());
    }
  }
}
