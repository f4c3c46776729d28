package onlookers.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void aShortMessageHasItsLengthInOneByte() {
    assertThat(bytes("hé")).containsExactly(0x81, 3, 'h', 0xC3, 0xA9);
    assertThat(bytes("x".repeat(125))).hasSize(127).startsWith(0x81, 125, 'x');
  }

  @Test
  void aLongerOneHasItInTwo() {
    assertThat(bytes("x".repeat(126))).hasSize(130).startsWith(0x81, 126, 0, 126, 'x');
    assertThat(bytes("x".repeat(65_535))).hasSize(65_539).startsWith(0x81, 126, 0xFF, 0xFF, 'x');
  }

  @Test
  void aVeryLongOneHasItInEight() {
    assertThat(bytes("x".repeat(65_536)))
        .hasSize(65_546)
        .startsWith(0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0, 'x');
  }

  @Test
  void itIsReadAnewByEveryone() {
    Frame frame = new Frame("hello");
    frame.bytes().get();

    assertThat(frame.bytes().remaining()).isEqualTo(7);
  }

  /** Unsigned. */
  private static int[] bytes(String text) {
    ByteBuffer bytes = new Frame(text).bytes();
    int[] all = new int[bytes.remaining()];
    for (int i = 0; i < all.length; i++) {
      all[i] = Byte.toUnsignedInt(bytes.get());
    }
    return all;
  }
}
