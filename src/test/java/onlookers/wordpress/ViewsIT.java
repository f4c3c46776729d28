package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import onlookers.fixture.Http;
import org.junit.jupiter.api.Test;

/**
 * Views on their way back into WordPress, and those that other plugins have counted on their way
 * in.
 */
class ViewsIT extends StageTests {
  private static final String WITH_VIEWS = "return get_post_meta( %d, 'views', true );";

  private String meta(int post) {
    return stage.site().evaluate(WITH_VIEWS.formatted(post));
  }

  /** What the server has counted. */
  private String served(int post) {
    return Http.body(stage.war().base().resolve("api/posts/" + post));
  }

  /** WP-Cron does what is due. */
  private void cronRunsFiveMinutesLater() {
    stage
        .site()
        .evaluate(
            """
        wp_clear_scheduled_hook( 'onlookers_write_back' );
        wp_schedule_event( time() - 1, 'onlookers_five_minutes', 'onlookers_write_back' );
        delete_transient( 'doing_cron' );
        """);
    assertThat(Http.status(stage.site().page("wp-cron.php"))).isEqualTo(200);
  }

  @Test
  void cronWritesViewsToThePostsMeta() {
    int post = stage.publish("On clocks", "They tick.");
    Tab first = stage.read(post).shows("0 other");
    stage.read(post).shows("1 other");
    assertThat(stage.site().evaluate("return (bool) wp_next_scheduled( 'onlookers_write_back' );"))
        .isEqualTo("true");
    cronRunsFiveMinutesLater();
    await().untilAsserted(() -> assertThat(meta(post)).isEqualTo("\"2\""));
    first.page().reload();
    first.shows("1 other");
    await() // the server's answer may be a second old
        .untilAsserted(
            () -> {
              cronRunsFiveMinutesLater();
              assertThat(meta(post)).isEqualTo("\"3\"");
            });
  }

  private Page importFrom(String source, String token) {
    Page page = stage.open(stage.administrator(), stage.site().page("wp-admin/tools.php")).page();
    page.selectOption("#onlookers-source", source);
    page.fill("#onlookers-token", token);
    page.locator("#onlookers-import [type=submit]").click();
    page.waitForURL("**/tools.php*");
    return page;
  }

  @Test
  void viewsOfWpPostViewsAreImportedOnce() {
    int post = stage.publish("On history", "It repeats.");
    stage.read(post).shows("0 other");
    stage.site().evaluate("update_post_meta( %d, 'views', 120 );".formatted(post));
    Page page = importFrom("postviews", Stage.adminToken());
    assertThat(page.locator("#onlookers-import .notice")).containsText("Posts imported: 1.");
    assertThat(served(post)).contains("\"views\":121");
    cronRunsFiveMinutesLater();
    await().untilAsserted(() -> assertThat(meta(post)).isEqualTo("\"121\""));
    Page again = importFrom("postviews", Stage.adminToken());
    assertThat(again.locator("#onlookers-import .notice")).containsText("Posts imported: 0.");
    assertThat(served(post)).contains("\"views\":121");
  }

  @Test
  void viewsOfPostViewsCounterAreImportedFromItsTable() {
    int post = stage.publish("On tables", "They have four legs.");
    stage
        .site()
        .evaluate(
            """
        global $wpdb;
        $wpdb->query( "CREATE TABLE {$wpdb->prefix}post_views ( id bigint unsigned NOT NULL, type tinyint(1) unsigned NOT NULL, period varchar(8) NOT NULL, count bigint unsigned NOT NULL, PRIMARY KEY (type, period, id) )" );
        $wpdb->query( "INSERT INTO {$wpdb->prefix}post_views VALUES ( %1$d, 4, 'total', 45 ), ( %1$d, 0, '20261124', 7 ), ( 99999, 4, 'total', 3 )" );
        """
                .formatted(post));
    Page page = importFrom("post-views-counter", Stage.adminToken());
    assertThat(page.locator("#onlookers-import .notice")).containsText("Posts imported: 1.");
    assertThat(served(post)).contains("\"views\":45");
  }

  @Test
  void aWrongTokenImportsNothing() {
    int post = stage.publish("On keys", "They fit or do not.");
    stage.site().evaluate("update_post_meta( %d, 'views', 7 );".formatted(post));
    Page page = importFrom("postviews", "a wrong token");
    assertThat(page.locator("#onlookers-import .notice-error")).containsText("refused the token");
    assertThat(served(post)).contains("\"views\":0");
    stage.site().evaluate("delete_post_meta( %d, 'views' );".formatted(post));
  }

  private Page tools() {
    return stage.open(stage.administrator(), stage.site().page("wp-admin/tools.php")).page();
  }

  /** Answers the card's question with the token, and yes. */
  private static void agree(Page page, String question) {
    assertThat(page.locator("#onlookers-corrections")).containsText(question);
    page.fill("#onlookers-correction-token", Stage.adminToken());
    page.locator("#onlookers-corrections [type=submit]").click();
    assertThat(page.locator("#onlookers-corrections .notice-success")).isVisible();
  }

  @Test
  void viewsThatTheServerHasLostAreRestoredAfterAQuestion() {
    int post = stage.publish("On loss", "It hurts.");
    stage.read(post).shows("0 other");
    cronRunsFiveMinutesLater();
    await().untilAsserted(() -> assertThat(meta(post)).isEqualTo("\"1\""));
    stage.site().evaluate("update_post_meta( %d, 'views', 500 );".formatted(post));
    Page page = tools();
    assertThat(page.locator("#onlookers-corrections .notice-warning")).containsText("fewer views");
    page.click("#onlookers-corrections >> text=Restore views");
    agree(page, "Raise the server’s views of all posts");
    await().untilAsserted(() -> assertThat(served(post)).contains("\"views\":500"));
  }

  @Test
  void onePostsViewsAreSetAndResetAfterAQuestion() {
    int post = stage.publish("On mistakes", "They happen.");
    Page page = tools();
    page.fill("#onlookers-post", Integer.toString(post));
    page.fill("#onlookers-views", "7");
    page.click("#onlookers-corrections >> text=Set views");
    assertThat(meta(post)).as("before the answer").isEqualTo("\"\"");
    agree(page, "to 7?");
    await().untilAsserted(() -> assertThat(served(post)).contains("\"views\":7"));
    assertThat(meta(post)).isEqualTo("\"7\"");
    page.fill("#onlookers-post", Integer.toString(post));
    page.click("#onlookers-corrections >> text=Reset views");
    agree(page, "begin at zero?");
    await().untilAsserted(() -> assertThat(served(post)).contains("\"views\":0"));
    assertThat(meta(post)).isEqualTo("\"0\"");
  }
}
