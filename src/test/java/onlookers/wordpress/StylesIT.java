package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.options.Media;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The three styles of a count, in a post and where the owner chooses one. */
class StylesIT extends StageTests {
  private static final String DARK =
      "() => Object.assign(document.body.style, {background: '#111', color: '#eee'})";

  /** How far the baseline of a count is from that of the paragraph around it, in pixels. */
  private static final String RAISED =
      """
      (count) => {
        const baseline = (of) => {
          const mark = document.createElement("span");
          mark.style.display = "inline-block";
          of.append(mark);
          const { bottom } = mark.getBoundingClientRect();
          mark.remove();
          return bottom;
        };
        return Math.abs(baseline(count) - baseline(count.closest("p")));
      }
      """;

  @Test
  void inASentenceACountStandsOnTheLineOfTheWordsAroundIt() {
    stage.set("placement", "'none'");
    int post =
        stage.publish(
            "On lines", "<p>Of [onlookers style=\"pill\"] or [onlookers style=\"eye\"] it is.</p>");
    Tab tab = stage.read(post);
    stage.read(post);
    for (String style : new String[] {"pill", "eye"}) {
      Locator count = tab.page().locator(".onlookers-" + style + " .onlookers");
      tab.shows(count, "1");
      Assertions.assertThat(((Number) count.evaluate(RAISED)).doubleValue())
          .as(style)
          .isLessThan(0.5);
    }
  }

  @Test
  void aCountIsPlainOrAPillOrAnEyeInTheColoursAroundIt() {
    stage.set("placement", "'none'");
    int post =
        stage.publish(
            "On styles",
            "<div id=\"styles\"><p>[onlookers style=\"plain\"]</p><p>[onlookers style=\"pill\"]</p><p>[onlookers style=\"eye\"]</p></div>");
    Tab tab = stage.read(post);
    stage.read(post);
    Locator styles = tab.page().locator("#styles");
    Locator pill = styles.locator(".onlookers-pill .onlookers");
    Locator eye = styles.locator(".onlookers-eye .onlookers");
    tab.shows(pill, "1 other person is reading this").shows(eye, "1");
    assertThat(eye).hasText("1");
    assertThat(pill).isVisible();
    tab.photograph("styles-" + release.word(), styles);
    tab.page().evaluate(DARK);
    tab.photograph("styles-dark-" + release.word(), styles);
  }

  @Test
  void theSettingsShowEachStyleAsReadersWillSeeIt() {
    Tab tab =
        stage.open(
            stage.administrator(),
            stage.site().page("wp-admin/options-general.php?page=onlookers"));
    Locator choice = tab.page().locator("fieldset:has(input[type=radio][name='onlookers[style]'])");
    assertThat(choice.locator(".onlookers-pill")).hasText("3 other people are reading this");
    tab.photograph("settings-styles-" + release.word(), choice);
    choice.locator("input[value=pill]").check();
    tab.page().click("#submit");
    assertThat(choice.locator("input[value=pill]")).isChecked();
    int post = stage.publish("On choices", "They are made.");
    Tab reader = stage.read(post).shows("0 other people are reading this");
    Locator pill = reader.page().locator(".onlookers-line .onlookers-pill");
    assertThat(pill).isHidden(); // below the threshold
    stage.read(post);
    reader.shows("1 other person is reading this");
    assertThat(pill).isVisible();
  }

  @Test
  void onPaperThereIsNoNumberThatWasTrueForAMoment() {
    int post = stage.publish("On paper", "It is printed.");
    Tab reader = stage.read(post);
    stage.read(post);
    reader.shows("1 other person is reading this");
    Locator line = reader.page().locator(".onlookers-line");
    assertThat(line).isVisible();

    reader.page().emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));

    assertThat(line).isHidden();
  }
}
