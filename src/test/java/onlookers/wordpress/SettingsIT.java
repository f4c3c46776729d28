package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import onlookers.fixture.Http;
import org.junit.jupiter.api.Test;

/** The settings' page, as the owner meets it. */
class SettingsIT extends StageTests {
  private Tab settings() {
    return stage.open(
        stage.administrator(), stage.site().page("wp-admin/options-general.php?page=onlookers"));
  }

  private static void save(Page page) {
    page.click("#submit");
    assertThat(page.locator("#setting-error-settings_updated, .notice-error").first()).isVisible();
  }

  @Test
  void whatIsSavedStandsThereAgainButTheSecretDoesNot() {
    Tab tab = settings();
    Page page = tab.page();
    page.fill("#onlookers-server", "wss://live.example.org/counts/");
    page.fill("#onlookers-secret", "hush-hush");
    page.selectOption("#onlookers-count", "viewers");
    page.selectOption("#onlookers-placement", "above");
    page.fill("#onlookers-text_one", "%s soul & no more");
    page.fill("#onlookers-threshold", "3");
    page.check("#onlookers-count_editors");
    page.uncheck("#onlookers-write_back");
    save(page);
    tab.photograph("settings-" + release.word());
    assertThat(page.locator("#onlookers-server")).hasValue("https://live.example.org/counts");
    assertThat(page.locator("#onlookers-count")).hasValue("viewers");
    assertThat(page.locator("#onlookers-placement")).hasValue("above");
    assertThat(page.locator("#onlookers-text_one")).hasValue("%s soul & no more");
    assertThat(page.locator("#onlookers-threshold")).hasValue("3");
    assertThat(page.locator("#onlookers-count_editors")).isChecked();
    assertThat(page.locator("#onlookers-write_back")).not().isChecked();
    assertThat(page.content()).doesNotContain("hush-hush");
    assertThat(stage.site().evaluate("return onlookers_secret();")).isEqualTo("\"hush-hush\"");
  }

  @Test
  void anEmptySecretKeepsTheSavedOneUntilItIsToBeForgotten() {
    stage.set("secret", "'hush-hush'");
    Page page = settings().page();
    save(page);
    assertThat(stage.site().evaluate("return onlookers_secret();")).isEqualTo("\"hush-hush\"");
    page.check("#onlookers-forget_secret");
    save(page);
    assertThat(stage.site().evaluate("return onlookers_secret();")).isEqualTo("\"\"");
  }

  @Test
  void anAddressWithAPasswordIsRefusedWithAWordAndTheOldOneStaysSaved() {
    Page page = settings().page();
    page.fill("#onlookers-server", "https://me:secret@live.example.org/");
    save(page);
    assertThat(page.locator(".notice-error").first()).containsText("was not saved");
    assertThat(page.locator("#onlookers-server")).hasValue("https://me:secret@live.example.org/");
    page.reload();
    assertThat(page.locator("#onlookers-server")).hasValue(stage.server());
  }

  @Test
  void aWordingWithoutItsNumberIsAskedAbout() {
    Page page = settings().page();
    List<String> asked = new ArrayList<>();
    page.onDialog(
        dialog -> {
          asked.add(dialog.message());
          dialog.accept();
        });
    assertThat(page.locator("[data-category=other] label")).containsText("(0, 2, 3, …)");
    page.fill("#onlookers-text_one", "one soul");
    page.fill("#onlookers-text_other", "%s souls");
    save(page);
    assertThat(page.locator("#onlookers-text_one")).hasValue("one soul");
    save(page); // what is saved is not asked about again
    assertThat(asked).hasSize(1).first().asString().contains("one soul", "%s");
  }

  @Test
  void onlyThePluralFormsOfTheLanguageAreAskedFor() {
    Page page = settings().page();
    assertThat(page.locator("[data-category=one]")).isVisible();
    assertThat(page.locator("[data-category=other]")).isVisible();
    assertThat(page.locator("[data-category=few]")).not().isVisible();
  }

  @Test
  void whoeverMayNotManageTheSiteSeesNoSettings() {
    stage
        .site()
        .evaluate(
            "wp_insert_user( array( 'user_login' => 'ed', 'user_pass' => 'ed', 'role' => 'editor' ) );");
    String page = stage.site().page("wp-admin/options-general.php?page=onlookers").toString();
    Tab tab = stage.open(stage.logIn("ed", "ed"), stage.site().page("wp-admin/"));
    assertThat(tab.page().request().get(page).status()).isEqualTo(403);
    assertThat(tab.page().locator("#adminmenu")).not().containsText("Onlookers");
  }

  @Test
  void whereTheSecretIsAConstantItWinsAndIsNotAskedFor() {
    stage.set("secret", "'the saved one'");
    assertThat(
            stage
                .site()
                .evaluate(
                    "define( 'ONLOOKERS_SECRET', 'the constant' ); return onlookers_secret();"))
        .isEqualTo("\"the constant\"");
    String addresses =
        """
        define( 'ONLOOKERS_SERVER', 'wss://live.example.org/' );
        define( 'ONLOOKERS_SERVER_INTERNAL', 'http://inside:3000' );
        define( 'ONLOOKERS_TOKEN', 'tok' );
        return array( onlookers_server(), onlookers_internal_server(), onlookers_admin_token() );
        """;
    assertThat(stage.site().evaluate(addresses))
        .isEqualTo("[\"https:\\/\\/live.example.org\",\"http:\\/\\/inside:3000\",\"tok\"]");
  }

  @Test
  void withoutAnAddressNothingIsPrintedIntoPages() {
    stage.set("server", "''");
    int post = stage.publish("On silence", "It is golden.");
    assertThat(Http.body(stage.site().page("on-silence/")))
        .contains("It is golden.")
        .doesNotContain("onlookers");
    assertThat(post).isPositive();
  }
}
