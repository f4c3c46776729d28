package onlookers.websocket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.protocol.Codec;

/** Counts on their way to many: encoded once per codec, not per listener. */
final class CountsFrame {
  private final Post post;
  private final Counts counts;
  private final Map<Codec, String> texts = new ConcurrentHashMap<>(2);

  CountsFrame(Post post, Counts counts) {
    this.post = post;
    this.counts = counts;
  }

  Counts counts() {
    return counts;
  }

  String text(Codec codec) {
    String text = texts.get(codec);
    return text == null ? texts.computeIfAbsent(codec, key -> key.counts(post, counts)) : text;
  }
}
