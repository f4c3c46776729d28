package onlookers.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Puts a text frame together from the parts in which the container hands it over, so that no
 * container needs a buffer as long as the longest frame for each connection. A part without content
 * counts as one byte: a frame of nothing but those ends, too.
 */
public final class FrameAssembly {
  /** The most bytes of UTF-8 that an event may have. */
  public static final int MAX_EVENT = 8_192;

  private final int maxBytes;
  private @Nullable StringBuilder parts;
  private int bytes;

  /** Takes frames of so many bytes of UTF-8 at most. */
  public FrameAssembly(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes a part; returns whether the frame is not too long yet. */
  public boolean accept(String part, boolean last) {
    bytes += Math.max(last ? 0 : 1, utf8Length(part));
    if (bytes > maxBytes) {
      return false;
    }
    if (!last || parts != null) {
      parts = (parts == null ? new StringBuilder() : parts).append(part);
    }
    return true;
  }

  /** The whole frame, after its last part; the next part begins a new one. */
  public String take(String lastPart) {
    String frame = parts == null ? lastPart : parts.toString();
    parts = null;
    bytes = 0;
    return frame;
  }

  /** Bytes of the text in UTF-8 (RFC 3629): two surrogates make four. */
  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
