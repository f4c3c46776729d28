package onlookers.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import onlookers.presence.ViewOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCodecTest {
  private final NativeCodec codec = new NativeCodec();

  @Test
  void viewingCarriesThePostAndItsOptions() throws BadFrameException {
    ClientEvent event =
        codec.decode(
            "[\"viewing\",\"2-13\",{\"ticket\":\"t\",\"visit\":\"0123456789abcdef\","
                + "\"visitor\":\"fedcba9876543210\",\"session\":\"s\"}]");

    assertThat(event)
        .isEqualTo(
            new ClientEvent.View(
                new Post("2-13"),
                new ViewOptions("0123456789abcdef", "fedcba9876543210", "s"),
                "t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "13", "9007199254740991"})
  void anIntegerIsItsDecimalString(String number) throws BadFrameException {
    assertThat(codec.decode("[\"viewing\"," + number + "]"))
        .isEqualTo(new ClientEvent.View(new Post(number), ViewOptions.NONE, null));
  }

  /** JSON knows numbers, and no integers: a program may write one of them so. */
  @ParameterizedTest
  @CsvSource({
    "13E0, 13",
    "1e3, 1000",
    "1.3e1, 13",
    "13.0, 13",
    "1300e-2, 13",
    "-0, 0",
    "0e999999999, 0",
    "0.0, 0",
    "9007199254740991.0, 9007199254740991",
    "9.007199254740991e15, 9007199254740991"
  })
  void anIntegerIsTheSameHoweverItIsSpelled(String number, String post) throws BadFrameException {
    assertThat(codec.decode("[\"viewing\"," + number + "]"))
        .isEqualTo(new ClientEvent.View(new Post(post), ViewOptions.NONE, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-1e3",
        "1.5",
        "15e-1",
        "1e-999999999",
        "9007199254740991.5",
        "9.007199254740992e15",
        "1e16",
        "9007199254740992",
        "1e400",
        "1e999999999",
        "\"\"",
        "\"a b\"",
        "\"ä\"",
        "null",
        "true",
        "[]",
        "{}",
        "\"123456789012345678901234567890123\"",
        "\"13\\u0000\""
      })
  void whatIsNoPostIsRefused(String post) {
    assertThat(refusalOf("[\"viewing\"," + post + "]")).isEqualTo(Refusal.BAD_POST);
    assertThat(refusalOf("[\"watching\",[\"1\"," + post + "]]")).isEqualTo(Refusal.BAD_POST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"hello\"]",
        "[\"viewing\"]",
        "[\"viewing\",\"1\",\"2\"]",
        "[\"viewing\",\"1\",null]",
        "[\"viewing\",\"1\",{},1]",
        "[\"viewing\",\"1\",{\"visit\":\"short\"}]",
        "[\"viewing\",\"1\",{\"visit\":1}]",
        "[\"viewing\",\"1\",{\"visitor\":\"123456789012345678901234567890123\"}]",
        "[\"viewing\",\"1\",{\"session\":null}]",
        "[\"watching\"]",
        "[\"watching\",\"1\"]",
        "[\"watching\",[],{\"tickets\":\"t\"}]",
        "[\"watching\",[\"1\"],{\"tickets\":[1]}]",
        "[\"parked\",1]",
        "[\"counts\",\"1\",1,1]"
      })
  void whatDoesNotFitIsRefusedAndTheSocketStaysOpen(String frame) {
    assertThat(refusalOf(frame)).isEqualTo(Refusal.BAD_FRAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "[]",
        "[1]",
        "[null]",
        "[[\"viewing\"]]",
        "\"viewing\"",
        "[\"viewing\"",
        "[\"viewing\",1] x",
        "[\"viewing\",]",
        "[\"viewing\" 1]",
        "nonsense",
        "[\"parked\"][\"parked\"]"
      })
  void whatIsNoArrayThatBeginsWithAStringEndsTheConnection(String frame) {
    assertThat(refusalOf(frame)).isNull();
  }

  @Test
  void aDeepNestIsRefusedAndNothingOverflows() {
    assertThat(refusalOf("[\"viewing\"," + "[".repeat(4_000) + "]".repeat(4_000) + "]"))
        .isEqualTo(Refusal.BAD_FRAME);
    assertThat(refusalOf("[".repeat(8_000))).isNull();
  }

  @Test
  void aNumberOfAThousandDigitsEndsNothing() {
    assertThat(refusalOf("[\"viewing\"," + "9".repeat(5_000) + "]"))
        .isIn(Refusal.BAD_FRAME, Refusal.BAD_POST);
    assertThat(refusalOf("[\"watching\",[" + "9".repeat(5_000) + "]]"))
        .isIn(Refusal.BAD_FRAME, Refusal.BAD_POST);
  }

  @Test
  void watchingKeepsTheOrderOfPostsAndTickets() throws BadFrameException {
    assertThat(codec.decode("[\"watching\",[3,\"a\",1],{\"tickets\":[\"x\",\"y\",\"z\"]}]"))
        .isEqualTo(
            new ClientEvent.Watch(
                List.of(new Post("3"), new Post("a"), new Post("1")),
                false,
                List.of("x", "y", "z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'*',3,4", "3,'*',4", "3,4,'*'", "'*',3,'*',4,'*'"})
  void aStarAmongThePostsIsTheSiteAndTakesNoTicketFromThem(String list) throws BadFrameException {
    String posts = list.replace('\'', '"');
    assertThat(codec.decode("[\"watching\",[" + posts + "],{\"tickets\":[\"x\",\"y\"]}]"))
        .isEqualTo(
            new ClientEvent.Watch(List.of(new Post("3"), new Post("4")), true, List.of("x", "y")));
  }

  @Test
  void aStarAloneIsTheSiteAlone() throws BadFrameException {
    assertThat(codec.decode("[\"watching\",[\"*\"]]"))
        .isEqualTo(new ClientEvent.Watch(List.of(), true, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"viewing\",\"*\"]",
        "[\"watching\",[\"**\"]]",
        "[\"watching\",[\"* \"]]",
        "[\"watching\",[[\"*\"]]]"
      })
  void whatOnlyLooksLikeTheSiteIsNoPost(String frame) {
    assertThat(refusalOf(frame)).isEqualTo(Refusal.BAD_POST);
  }

  @Test
  void theSiteIsOneNumber() {
    assertThat(codec.online(1234)).isEqualTo("[\"online\",1234]");
  }

  @Test
  void unknownOptionsAreLeftToLaterVersions() throws BadFrameException {
    assertThat(codec.decode("[\"viewing\",\"1\",{\"colour\":[1,{}]}]"))
        .isEqualTo(new ClientEvent.View(new Post("1"), ViewOptions.NONE, null));
  }

  @Test
  void countsAreNumbersAndThePostAString() {
    assertThat(codec.counts(new Post("13"), new Counts(4, 120), Change.BOTH))
        .isEqualTo("[\"counts\",\"13\",4,120]");
  }

  @Test
  void whatTheServerSaysIsJson() {
    assertThat(codec.session("abc")).isEqualTo("[\"session\",\"abc\"]");
    assertThat(codec.degraded(true)).isEqualTo("[\"degraded\",true]");
    assertThat(codec.degraded(false)).isEqualTo("[\"degraded\",false]");
    assertThat(codec.error(Refusal.TOO_MANY, "a \"quoted\" word"))
        .isEqualTo("[\"error\",\"too-many\",\"a \\\"quoted\\\" word\"]");
  }

  @Test
  void aRefusalSaysWhatIsWrong() {
    assertThatThrownBy(() -> codec.decode("[\"viewing\"]"))
        .isInstanceOf(BadFrameException.class)
        .hasMessage("viewing takes a post and options");
    assertThatThrownBy(() -> codec.decode("{}"))
        .isInstanceOf(BadFrameException.class)
        .hasMessage("not a JSON array that begins with a string");
  }

  private Refusal refusalOf(String frame) {
    BadFrameException e = catchThrowableOfType(BadFrameException.class, () -> codec.decode(frame));
    assertThat(e).as("the refusal of %s", frame).isNotNull();
    return e.refusal();
  }

  @Test
  void whetherTheConnectionLivesIsAskedAndAnsweredAlike() throws Exception {
    assertThat(codec.alive()).isEqualTo("[\"alive\"]");
    assertThat(codec.isAlive("[\"alive\"]")).isTrue();
    assertThat(codec.isAlive("[\"parked\"]")).isFalse();
    assertThat(codec.decode(" [ \"alive\" ] ")).isEqualTo(new ClientEvent.Alive());
    assertThatThrownBy(() -> codec.decode("[\"alive\",1]"))
        .isInstanceOf(BadFrameException.class)
        .hasMessage("alive takes no arguments");
    assertThat(codec.wire()).isEqualTo("native");
  }
}
