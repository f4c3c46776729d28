package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import onlookers.fixture.PrivateCa;
import onlookers.fixture.WordPressRelease;
import onlookers.fixture.WordPressSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site on https. Browsers let its pages connect to a server without TLS on the reader's own
 * machine only, and whoever sets it up is told so wherever they look.
 */
class SecureSiteIT {
  private static final String MIXED = "This site is on https";
  private static final String PLAIN = "ws://live.example.org";

  @TempDir Path folder;

  private SSLContext identity() {
    return PrivateCa.in(folder).issue("blog", "ip:127.0.0.1").context();
  }

  @Test
  void aServerWithoutTlsIsNamedInTheSettingsByTheButtonAndBySiteHealth() {
    WordPressRelease release = WordPressRelease.NEWEST; // a site of its own takes a minute
    try (Stage stage = new Stage(WordPressSite.create(release, identity()))) {
      int post = stage.publish("On locks", "They click.");
      stage.read(post).shows("0 other people"); // the server is on this machine
      stage.everybodyLeavesWithoutComplaint();

      Tab settings = stage.open(stage.administrator(), stage.settings());
      settings.page().fill("#onlookers-server", PLAIN);
      settings.page().click("#submit");
      assertThat(settings.page().locator(".notice-warning")).containsText(MIXED);
      assertThat(settings.page().locator("#onlookers-server")).hasValue("http://live.example.org");
      test(settings.page(), PLAIN);
      settings.isAccessible("#onlookers-test-result");
      settings.photograph("mixed-settings-" + release.word());

      Tab health = stage.open(stage.administrator(), stage.site().page("wp-admin/site-health.php"));
      Locator issue = health.page().locator("#health-check-issues-recommended");
      issue.getByText("Something is wrong with Onlookers").click();
      assertThat(issue.getByText(MIXED)).isVisible();
      assertThat(issue.getByText("Settings of Onlookers")).isVisible();
      health.photograph(
          "mixed-health-" + release.word(),
          issue.locator("#health-check-accordion-block-onlookers"));

      Tab reader = stage.read(post).isLost();
      assertThat(reader.page().locator(".entry-content")).containsText("They click.");
      assertThat(reader.errors()).allMatch(error -> error.contains("Mixed Content"));
      assertThat(stage.site().takeDebugLog()).isEmpty();
    }
  }

  private static void test(Page page, String server) {
    page.fill("#onlookers-server", server);
    page.click("#onlookers-test");
    assertThat(page.locator("#onlookers-test-result .notice-error").first())
        .containsText("Mixed content");
  }
}
