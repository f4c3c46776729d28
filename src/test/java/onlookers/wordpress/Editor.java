package onlookers.wordpress;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** The block editor, with a post in it. */
final class Editor {
  private static final String TITLE = ".wp-block-post-title";

  private final Tab tab;

  private Editor(Tab tab) {
    this.tab = tab;
  }

  /** The administrator opens a post. */
  static Editor open(Stage stage, int post) {
    Editor editor =
        new Editor(
            stage.open(
                stage.administrator(),
                stage.site().page("wp-admin/post.php?action=edit&post=" + post)));
    editor.canvas(TITLE).waitFor();
    return editor;
  }

  Tab tab() {
    return tab;
  }

  private Page page() {
    return tab.page();
  }

  /** Something in the frame in which the post is written. */
  Locator canvas(String selector) {
    return page().frameLocator("iframe[name=editor-canvas]").locator(selector);
  }

  /** Writes a slash and a word below the title, which offers blocks, and takes the first. */
  void insertBySlash(String word, String block) {
    canvas(TITLE).click();
    page().keyboard().press("End");
    page().keyboard().press("Enter");
    page().keyboard().type("/" + word);
    page().locator(".components-autocomplete__result").first().click();
    canvas("[data-type='" + block + "']").waitFor();
  }

  /** Presses Update, and waits until it is done. */
  void save() {
    page().keyboard().press("Control+s");
    page()
        .waitForFunction(
            """
        () => {
          const editor = wp.data.select('core/editor');
          return editor.didPostSaveRequestSucceed() && !editor.isSavingPost() && !editor.isEditedPostDirty();
        }""");
  }
}
