package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://blog.example.org/?p={post}",
        "http://localhost:8080/archives/{post}/#comments",
        "https://{post}.example.org/",
        "/?p={post}",
        "/{post}",
        "/a/{post}/b/{post}"
      })
  void anAddressOrAPathWithThePostInItIsTaken(String template) {
    assertThat(PostUrl.parse(template)).isEqualTo(template);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{post}",
        "https://blog.example.org/",
        "/?p={Post}",
        "/?p={post}{x}",
        "//evil.example/{post}",
        "javascript:alert({post})",
        "ftp://example.org/{post}",
        "data:text/html,{post}",
        "/?p={post}\" onclick=\"x",
        "/?p={post} ",
        "/?p={post}\n",
        "https:///{post}",
        "https://user@host/{post}"
      })
  void anythingElseIsRefusedWithWhatWouldBeRight(String template) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostUrl.parse(template))
        .withMessageContaining("{post}")
        .withMessageContaining("https://");
  }

  @Test
  void itMayBeSoLongAndNoLonger() {
    String longest = "/{post}" + "x".repeat(493);
    assertThat(PostUrl.parse(longest)).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> PostUrl.parse(longest + "x"));
  }
}
