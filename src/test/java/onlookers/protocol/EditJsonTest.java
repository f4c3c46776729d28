package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlookers.presence.Post;
import onlookers.presence.ViewsEditor.Edited;
import onlookers.protocol.EditJson.Edit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditJsonTest {
  private static final Post POST = new Post("13");

  private interface Reading {
    void read(String text) throws BadImportException;
  }

  private static void assertRefused(String code, String text, Reading reading) {
    assertThatExceptionOfType(BadImportException.class)
        .isThrownBy(() -> reading.read(text))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void ofOnePostTheViewsAreSetOrRaised() throws Exception {
    assertThat(EditJson.one(POST, "{\"views\":500}"))
        .isEqualTo(new Edit(false, Map.of(POST, 500L)));
    assertThat(EditJson.one(POST, "{\"atLeast\":0,\"by\":\"ann\"}"))
        .isEqualTo(new Edit(true, Map.of(POST, 0L)));
  }

  @Test
  void ofManyPostsLikewise() throws Exception {
    assertThat(EditJson.many("{\"views\":{\"13\":500,\"x\":7}}"))
        .isEqualTo(new Edit(false, Map.of(POST, 500L, new Post("x"), 7L)));
    assertThat(EditJson.many("{\"atLeast\":{\"13\":500}}"))
        .isEqualTo(new Edit(true, Map.of(POST, 500L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"views\":1,\"atLeast\":1}", "{\"views\":1} {}"})
  void neitherOrBothIsABadRequest(String text) {
    assertRefused("bad-request", text, one -> EditJson.one(POST, one));
    assertRefused("bad-request", text, EditJson::many);
  }

  @Test
  void oneNumberForManyPostsIsABadRequest() {
    assertRefused("bad-request", "{\"views\":500}", EditJson::many);
    assertRefused("bad-request", "{\"atLeast\":[500]}", EditJson::many);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"7\"", "null", "9007199254740992"})
  void whatIsNoNumberOfViewsIsRefused(String number) {
    assertRefused("bad-views", "{\"views\":" + number + "}", one -> EditJson.one(POST, one));
    assertRefused("bad-views", "{\"atLeast\":{\"13\":" + number + "}}", EditJson::many);
  }

  @Test
  void postsThatAreForgottenMayBeTextsOrNumbersAndCountOnce() throws Exception {
    assertThat(EditJson.posts("{\"posts\":[\"13\",14,13,\"x\"]}"))
        .containsExactly(POST, new Post("14"), new Post("x"));
    assertThat(EditJson.posts("{\"posts\":[]}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a b\"", "-1", "1.5", "null", "[13]", "true"})
  void whatIsNoPostIsNotForgotten(String post) {
    assertRefused("bad-post", "{\"posts\":[13," + post + "]}", EditJson::posts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"posts\":\"13\"}", "{\"posts\":{\"13\":1}}"})
  void whatIsNoListIsABadRequest(String text) {
    assertRefused("bad-request", text, EditJson::posts);
  }

  @Test
  void aThousandPostsAreForgottenAndOneMoreIsTooMany() throws Exception {
    assertThat(EditJson.posts(posts(1_000))).hasSize(1_000);
    assertRefused("too-many", posts(1_001), EditJson::posts);
  }

  private static String posts(int number) {
    return IntStream.range(0, number)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{\"posts\":[", "]}"));
  }

  @Test
  void answersHoldTheViewsAndHowManyHaveChanged() {
    Edited changed = new Edited(POST, true, 500);
    Edited same = new Edited(new Post("14"), false, 7);
    assertThat(EditJson.answer(changed)).isEqualTo("{\"post\":\"13\",\"views\":500}");
    assertThat(EditJson.answer(List.of(changed, same))).isEqualTo("{\"posts\":2,\"changed\":1}");
  }
}
