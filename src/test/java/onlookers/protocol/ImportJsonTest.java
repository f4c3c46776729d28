package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportJsonTest {
  private static void assertRefused(String text, String code) {
    assertThatExceptionOfType(BadImportException.class)
        .isThrownBy(() -> ImportJson.read(text))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code))
        .withMessageNotContaining("evil");
  }

  private static String posts(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> "\"" + i + "\":" + i)
        .collect(Collectors.joining(",", "{\"views\":{", "}}"));
  }

  @Test
  void postsAndTheirViewsAreRead() throws Exception {
    assertThat(
            ImportJson.read(" {\"views\":{\"13\":120,\"2-7\":0,\"x\":9007199254740991},\"a\":1}"))
        .containsExactly(
            entry(new Post("13"), 120L),
            entry(new Post("2-7"), 0L),
            entry(new Post("x"), 9007199254740991L));
    assertThat(ImportJson.read("{\"views\":{}}")).isEmpty();
  }

  @Test
  void aThousandPostsAreReadAndOneMoreIsTooMany() throws Exception {
    assertThat(ImportJson.read(posts(1000))).hasSize(1000);
    assertRefused(posts(1001), "too-many");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"views\":[]}",
        "{\"views\":1}",
        "{\"views\":{\"13\":}}",
        "{\"views\":{\"13\":1}",
        "{\"views\":{\"13\":1}} evil"
      })
  void whatIsNoImportIsABadRequest(String text) {
    assertRefused(text, "bad-request");
  }

  @Test
  void nestingWithoutEndIsABadRequest() {
    assertRefused("{\"views\":" + "[".repeat(30_000), "bad-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "evil!", "é", "123456789012345678901234567890123"})
  void whatIsNoPostIsRefused(String post) {
    assertRefused("{\"views\":{\"13\":1,\"" + post + "\":1}}", "bad-post");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1.5",
        "15e-1",
        "9007199254740992",
        "1e999999999",
        "\"7\"",
        "null",
        "[1]",
        "true"
      })
  void whatIsNoNumberOfViewsIsRefused(String number) {
    assertRefused("{\"views\":{\"13\":1,\"14\":" + number + "}}", "bad-views");
  }

  @Test
  void aRefusalSaysWhatIsWrong() {
    assertThatThrownBy(() -> ImportJson.read(posts(1001)))
        .isInstanceOf(BadImportException.class)
        .hasMessage("at most 1000 posts in one request");
  }

  @Test
  void theAnswerHoldsWhatIsNew() {
    assertThat(ImportJson.answer(2, 1)).isEqualTo("{\"imported\":2,\"already\":1}");
  }
}
