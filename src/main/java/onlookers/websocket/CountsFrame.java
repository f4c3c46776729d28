package onlookers.websocket;

import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.protocol.Change;
import onlookers.protocol.Codec;
import org.jspecify.annotations.Nullable;

/** Counts on their way to many: encoded once per codec and kind of news, not per listener. */
final class CountsFrame {
  /** A short list: there are few codecs, and three kinds of news. */
  private record Encoding(Codec codec, Change change, Frame frame, @Nullable Encoding next) {}

  /** How a codec says it. */
  private interface Message {
    String encode(Codec codec, Change change);
  }

  private final Counts counts;
  private final Message message;
  private volatile @Nullable Encoding encodings;

  CountsFrame(Post post, Counts counts) {
    this(counts, (codec, change) -> codec.counts(post, counts, change));
  }

  private CountsFrame(Counts counts, Message message) {
    this.counts = counts;
    this.message = message;
  }

  /** The site's total, which is viewers only. */
  static CountsFrame online(long viewers) {
    return new CountsFrame(new Counts(viewers, 0), (codec, change) -> codec.online(viewers));
  }

  Counts counts() {
    return counts;
  }

  Frame frame(Codec codec, Change change) {
    Frame frame = find(codec, change);
    return frame == null ? spell(codec, change) : frame;
  }

  private @Nullable Frame find(Codec codec, Change change) {
    for (Encoding each = encodings; each != null; each = each.next()) {
      if (each.codec() == codec && each.change() == change) {
        return each.frame();
      }
    }
    return null;
  }

  private synchronized Frame spell(Codec codec, Change change) {
    Frame known = find(codec, change);
    if (known != null) {
      return known;
    }
    Frame frame = new Frame(message.encode(codec, change));
    encodings = new Encoding(codec, change, frame, encodings);
    return frame;
  }
}
