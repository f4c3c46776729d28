package onlookers.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Finds words and numbers in a frame without making objects of them. */
final class Digits {
  private Digits() {}

  /** The number whose first digit is at the index. */
  static long at(ByteBuf buffer, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = buffer.getByte(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** The index of the byte, or the end. */
  static int find(ByteBuf buffer, int start, int end, char wanted) {
    int i = start;
    while (i < end && buffer.getByte(i) != wanted) {
      i++;
    }
    return i;
  }

  /** Whether these bytes are there. */
  static boolean startsWith(ByteBuf buffer, int start, int end, byte[] wanted) {
    if (end - start < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (buffer.getByte(start + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
