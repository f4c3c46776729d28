package onlookers.standalone;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The files of a jar that is held in memory, compressed as they are; each is inflated when it is
 * asked for. {@link java.util.jar.JarFile} reads only from a file, which somebody may remove.
 *
 * <p>It reads what the build puts together (APPNOTE.TXT 6.3, 4.3): no ZIP64, no encryption.
 */
final class InMemoryJar {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int ENTRY_LENGTH = 46;
  private static final int LOCAL_LENGTH = 30;
  private static final int SHORT = 0xffff;
  private static final int STORED = 0;

  private final byte[] bytes;
  private final ByteBuffer fields;

  private InMemoryJar(byte[] bytes) {
    this.bytes = bytes;
    this.fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Path within the jar → content, in the jar's order; without folders.
   *
   * @param bytes the whole jar, which is kept
   * @throws IllegalArgumentException when it is no jar
   */
  static Map<String, Supplier<byte[]>> files(byte[] bytes) {
    try {
      return new InMemoryJar(bytes).files();
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("a jar is cut off", e);
    }
  }

  private Map<String, Supplier<byte[]>> files() {
    Map<String, Supplier<byte[]>> files = new LinkedHashMap<>();
    int end = end();
    int entry = fields.getInt(end + 16);
    for (int left = shortAt(end + 10); left > 0; left--) {
      int nameLength = shortAt(entry + 28);
      String name = new String(bytes, entry + ENTRY_LENGTH, nameLength, StandardCharsets.UTF_8);
      if (!name.endsWith("/")) {
        int position = entry;
        files.put(name, () -> content(position));
      }
      entry += ENTRY_LENGTH + nameLength + shortAt(entry + 30) + shortAt(entry + 32);
    }
    return files;
  }

  /** The record at the end, before a comment that a jar may have. */
  private int end() {
    for (int at = bytes.length - END_LENGTH; at >= 0; at--) {
      if (fields.getInt(at) == END_SIGNATURE) {
        return at;
      }
    }
    throw new IllegalArgumentException("not a jar");
  }

  private int shortAt(int position) {
    return fields.getShort(position) & SHORT;
  }

  private byte[] content(int entry) {
    byte[] content = new byte[fields.getInt(entry + 24)];
    int local = fields.getInt(entry + 42);
    int start = local + LOCAL_LENGTH + shortAt(local + 26) + shortAt(local + 28);
    if (shortAt(entry + 10) == STORED) {
      System.arraycopy(bytes, start, content, 0, content.length);
    } else {
      inflate(start, fields.getInt(entry + 20), content);
    }
    return content;
  }

  private void inflate(int start, int length, byte[] content) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, start, length);
      if (inflater.inflate(content) != content.length) {
        throw new IllegalStateException("an entry of a jar is cut off");
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("an entry of a jar is damaged", e);
    } finally {
      inflater.end();
    }
  }
}
