package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import onlookers.presence.Post;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedQueryTest {
  private static BoundedQuery query(String name, String value) {
    return new BoundedQuery(FakeRequest.get().parameter(name, value).made());
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }

  private static void assertRefused(Runnable query, String code, String message) {
    assertThatThrownBy(query::run)
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> {
              assertThat(e.answer().status()).isEqualTo(400);
              assertThat(e.answer().body()).contains("\"" + code + "\"", message);
            });
  }

  @Test
  void postsComeInTheOrderGivenAndAsOftenAsGiven() {
    assertThat(query("ids", "2-7,x,13,13").posts())
        .containsExactly(new Post("2-7"), new Post("x"), new Post("13"), new Post("13"));
  }

  @Test
  void aHundredPostsAreNotTooMany() {
    assertThat(query("ids", numbers(100)).posts()).hasSize(100).contains(new Post("99"));
    assertRefused(
        () -> query("ids", numbers(101)).posts(), "too-many", "at most 100 posts in one request");
    assertRefused(() -> query("ids", numbers(5000)).posts(), "too-many", "at most 100");
  }

  @Test
  void noPostAtAllIsNoRequest() {
    assertRefused(() -> query("ids", "").posts(), "bad-request", "ids is missing");
    assertRefused(() -> query("limit", "1").posts(), "bad-request", "1 to 100 posts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1,,2", "1,", ",1", "<script>", "a b", "123456789012345678901234567890123"})
  void whatIsNoPostRefusesTheWholeRequest(String ids) {
    assertRefused(
        () -> query("ids", ids).posts(), "bad-post", "1 to 32 characters of A-Z a-z 0-9 _ -");
  }

  @Test
  void onePostIsReadAlike() {
    assertThat(BoundedQuery.post("2-7")).isEqualTo(new Post("2-7"));
    assertRefused(() -> BoundedQuery.post("a.b"), "bad-post", "a post is");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "10, 10", "1000, 1000", "0007, 7"})
  void aLimitIsAWholeNumber(String given, int limit) {
    assertThat(query("limit", given).limit()).isEqualTo(limit);
  }

  @Test
  void withoutALimitItIsTen() {
    assertThat(query("ids", "1").limit()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "1001", "9999", "-1", "1.5", "+5", " 5", "ten", "00007", "99999999999"})
  void aLimitOutOfRangeIsRefused(String given) {
    assertRefused(
        () -> query("limit", given).limit(),
        "bad-request",
        "limit is a whole number from 1 to 1000");
  }

  @Test
  void aQueryThatCannotBeDecodedIsRefused() {
    BoundedQuery query = new BoundedQuery(FakeRequest.get().undecodable().made());
    assertRefused(query::posts, "bad-request", "the query cannot be decoded");
    assertRefused(query::limit, "bad-request", "the query cannot be decoded");
  }
}
