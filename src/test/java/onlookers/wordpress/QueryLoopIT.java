package onlookers.wordpress;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The block Query Loop with the most viewed posts first. */
class QueryLoopIT extends StageTests {
  private static final String SELECT =
      """
      () => {
        const { getBlocks } = wp.data.select('core/block-editor');
        const loop = getBlocks().find(({ name }) => name === 'core/query');
        wp.data.dispatch('core/block-editor').selectBlock(loop.clientId);
        wp.data.dispatch('core/edit-post').openGeneralSidebar('edit-post/block');
      }""";

  private static final String ORDER =
      """
      () => wp.data.select('core/block-editor').getBlocks()
        .find(({ name }) => name === 'core/query').attributes.query.onlookersOrder ?? 'none'""";

  private final List<Integer> viewed = new ArrayList<>();

  private int viewed(String title, long views) {
    int post = stage.publish(title, "It is read.");
    stage.site().evaluate("onlookers_put_views( %d, %d );".formatted(post, views));
    viewed.add(post);
    return post;
  }

  /** Site Health tells of views that the server does not know, in whichever test asks it next. */
  @AfterEach
  void removeWhatTheServerDoesNotKnow() {
    stage
        .site()
        .evaluate("foreach ( %s as $id ) { wp_delete_post( $id, true ); }".formatted(viewed));
    viewed.clear();
  }

  @Test
  void theEditorAndThePageShowTheMostViewedFirst() {
    viewed("On hills", 900_000);
    viewed("On peaks", 910_000);
    viewed("On dales", 890_000);
    int post = stage.publish("On heights", "");
    Editor editor = Editor.open(stage, post);
    editor.insertBySlash("most viewed", "core/query");
    Locator preview = editor.canvas("[data-type='core/query'] h3:visible");
    assertThat(preview.first()).containsText("On peaks");
    assertThat(preview.nth(1)).containsText("On hills");
    editor.tab().page().evaluate(SELECT);
    Locator order = editor.tab().page().getByLabel("Most viewed first");
    assertThat(order).isChecked();
    order.scrollIntoViewIfNeeded();
    editor.tab().photograph("query-loop-editor-" + release.word());
    editor.save();

    Tab reader = stage.read(post);
    Locator titles = reader.page().locator(".wp-block-query h3");
    assertThat(titles.first()).hasText("On peaks");
    assertThat(titles.nth(1)).hasText("On hills");
    assertThat(titles.nth(2)).hasText("On dales");
    reader.photograph(
        "query-loop-" + release.word(), reader.page().locator(".wp-block-query").first());

    order.uncheck();
    assertThat(editor.tab().page().evaluate(ORDER)).isEqualTo("none");
  }
}
