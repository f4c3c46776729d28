package onlookers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

  @Test
  void theAlphabetIsTheSixtyFourCharactersOfBase64urlAndNoOther() {
    String accepted =
        IntStream.rangeClosed(0, Character.MAX_VALUE)
            .mapToObj(Character::toString)
            .filter(character -> Tokens.isToken(character, 1, 1))
            .collect(Collectors.joining());

    assertThat(accepted).hasSize(ALPHABET.length());
    assertThat(accepted.chars()).containsExactlyInAnyOrderElementsOf(chars(ALPHABET));
  }

  private static List<Integer> chars(String text) {
    return text.chars().boxed().toList();
  }

  @Test
  void bothLengthsAreAllowedAndNothingBeyondThem() {
    assertThat(Tokens.isToken(null, 0, 5)).isFalse();
    assertThat(Tokens.isToken("a", 2, 4)).isFalse();
    assertThat(Tokens.isToken("ab", 2, 4)).isTrue();
    assertThat(Tokens.isToken("abcd", 2, 4)).isTrue();
    assertThat(Tokens.isToken("abcde", 2, 4)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ab", "a b", "ab ", "a:b", "ab\n"})
  void oneCharacterOfAnotherKindSpoilsItWhereverItStands(String text) {
    assertThat(Tokens.isToken(text, 1, 9)).isFalse();
    assertThat(Post.parse(text)).isNull();
    assertThatThrownBy(() -> new Post(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 32 characters");
  }

  @Test
  void aPostIsOneToThirtyTwoCharacters() {
    assertThat(Post.parse("")).isNull();
    assertThat(Post.parse("x".repeat(33))).isNull();
    assertThat(Post.parse("x".repeat(32))).hasToString("x".repeat(32));
    assertThat(Post.parse("2-13")).isEqualTo(new Post("2-13"));
  }

  @Test
  void postsAreOrderedByTheirNames() {
    assertThat(List.of(new Post("b"), new Post("a"), new Post("B")).stream().sorted())
        .containsExactly(new Post("B"), new Post("a"), new Post("b"));
  }
}
