package onlookers.socketio.codec;

import static org.assertj.core.api.Assertions.assertThat;

import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.presence.Refusal;
import onlookers.presence.ViewOptions;
import onlookers.protocol.Change;
import onlookers.protocol.ClientEvent;
import org.junit.jupiter.api.Test;

class SocketIoCodecTest {
  private static final Post POST = new Post("13");
  private static final String VIEWERS = "42[\"viewers\",\"13\",4]";
  private static final String VIEWS = "42[\"views\",\"13\",120]";

  private final SocketIoCodec codec = new SocketIoCodec();
  private final Counts now = new Counts(4, 120);

  @Test
  void anEventIsTheNativeOne() throws Exception {
    assertThat(codec.decode("[\"viewing\",13]"))
        .isEqualTo(new ClientEvent.View(POST, ViewOptions.NONE, null));
  }

  @Test
  void whoHasReceivedNothingReceivesBothCounts() {
    assertThat(counts(Change.BOTH)).isEqualTo(VIEWERS + SocketIoCodec.SEPARATOR + VIEWS);
  }

  @Test
  void afterwardsOnlyWhatHasChangedIsSent() {
    assertThat(counts(Change.VIEWERS)).isEqualTo(VIEWERS);
    assertThat(counts(Change.VIEWS)).isEqualTo(VIEWS);
  }

  @Test
  void theOtherFramesAreTheNativeOnesBehindAPrefix() {
    assertThat(codec.session("abc")).isEqualTo("42[\"session\",\"abc\"]");
    assertThat(codec.online(1234)).isEqualTo("42[\"online\",1234]");
    assertThat(codec.degraded(true)).isEqualTo("42[\"degraded\",true]");
    assertThat(codec.error(Refusal.BAD_POST, "x")).isEqualTo("42[\"error\",\"bad-post\",\"x\"]");
  }

  @Test
  void whatIsNotAsciiIsEscapedForClientsThatDecodeTwice() {
    assertThat(Ascii.escape("[\"é€😀\",1]")).isEqualTo("[\"\\u00e9\\u20ac\\ud83d\\ude00\",1]");
    assertThat(Ascii.escape("[\"plain\"]")).isEqualTo("[\"plain\"]");
  }

  private String counts(Change change) {
    return codec.counts(POST, now, change);
  }
}
