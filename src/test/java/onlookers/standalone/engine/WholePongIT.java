package onlookers.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.HexFormat;
import onlookers.fixture.ManualScheduler;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholePongIT {
  private static final String PONG = "8a8001020304";

  private final ManualScheduler time = new ManualScheduler();
  private final SocketBufferHandler buffers = new SocketBufferHandler(256, 192, false);
  private boolean betweenFrames = true;
  private int received;
  private final PongReader reader =
      new PongReader(() -> betweenFrames, () -> received++, time::nanoTime);

  @Test
  void aPongIsTakenInAndLeavesNothingBehind() throws IOException {
    assertThat(takes(PONG)).isTrue();
    assertThat(received).isOne();
    assertThat(left()).isEmpty();
  }

  @Test
  void aPongMayCarryWhatThePingSaid() throws IOException {
    assertThat(takes("8a8301020304616263")).isTrue();
    assertThat(received).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8a80010203", // a part of a pong
        "8a83010203046162", // likewise
        "8a800102030481", // a pong, and what comes behind it
        PONG + PONG,
        "8a0001020304", // one that is not masked
        "0a8001020304", // a part of a message in fragments
        "818001020304", // text
        "898001020304", // a ping
        "888001020304", // the end
        "ca8001020304", // with a bit that nobody has agreed upon
      })
  void whateverElseComesIsLeftAsItIs(String bytes) throws IOException {
    assertThat(takes(bytes)).isFalse();
    assertThat(received).isZero();
    assertThat(left()).isEqualTo(bytes);
  }

  @Test
  void whereTheClientHasGoneNothingIsTakenIn() throws IOException {
    assertThat(takes("")).isFalse();
    assertThat(received).isZero();
  }

  @Test
  void nothingIsReadInTheMiddleOfAFrame() throws IOException {
    betweenFrames = false;
    assertThat(takes(PONG)).isFalse();
    assertThat(left()).isEmpty();
  }

  @Test
  void nothingIsReadPastWhatIsReadAlready() throws IOException {
    takes("81");
    assertThat(takes(PONG)).isFalse();
    assertThat(left()).isEqualTo("81");
  }

  @Test
  void pongsThatNobodyHasAskedForAreLeftToWhoCountsThem() throws IOException {
    assertThat(takes(PONG)).isTrue();
    time.skip(Duration.ofSeconds(19));
    assertThat(takes(PONG)).isFalse();
    time.skip(Duration.ofSeconds(1));
    assertThat(takes(PONG)).isTrue();
    assertThat(received).isEqualTo(2);
  }

  private boolean takes(String bytes) throws IOException {
    return reader.take(buffers, channel(bytes));
  }

  /** A client that has sent these bytes and closed the connection. */
  private static ReadableByteChannel channel(String hex) {
    return Channels.newChannel(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
  }

  private String left() {
    buffers.configureReadBufferForRead();
    ByteBuffer buffer = buffers.getReadBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
