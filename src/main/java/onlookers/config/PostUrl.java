package onlookers.config;

import java.util.regex.Pattern;

/**
 * The template of a post's address, such as {@code https://blog.example.org/?p={post}} or {@code
 * /?p={post}}, for links on the dashboard.
 */
final class PostUrl {
  private static final String POST = "{post}";
  private static final int LONGEST = 500;
  private static final String EXPECTED =
      "an address with {post} in it, such as https://blog.example.org/?p={post} or /?p={post}";

  /** Of RFC 3986, 2: what an address may hold; no quote, no space, no brace. */
  private static final String CHARACTERS = "[A-Za-z0-9._~:/?#\\[\\]@!$&()*+,;=%-]*";

  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]+([/?#]" + CHARACTERS + ")?");

  /** Not two slashes: that would be another host. */
  private static final Pattern PATH = Pattern.compile("/(?!/)" + CHARACTERS);

  private PostUrl() {}

  /**
   * Looks at a template.
   *
   * @throws IllegalArgumentException with what would be right
   */
  static String parse(String text) {
    String sample = text.replace(POST, "1-2_x");
    boolean isRight = ABSOLUTE.matcher(sample).matches() || PATH.matcher(sample).matches();
    if (!isRight || !text.contains(POST) || text.length() > LONGEST) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return text;
  }
}
