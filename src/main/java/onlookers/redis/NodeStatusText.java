package onlookers.redis;

import java.util.HashMap;
import java.util.Map;
import onlookers.presence.NodeStatus;
import org.jspecify.annotations.Nullable;

/**
 * A node's status as it stands in Redis: {@code version=1.0.0 started=1764196522 sessions=12 …}. A
 * later version may add words; a number that is missing is 0.
 */
final class NodeStatusText {
  private NodeStatusText() {}

  static String of(NodeStatus status) {
    return "version="
        + status.version()
        + " started="
        + status.startedAt()
        + " sessions="
        + status.sessions()
        + " opened="
        + status.opened()
        + " views="
        + status.views()
        + " pushes="
        + status.pushes()
        + " micros="
        + status.roundTripMicros()
        + " draining="
        + (status.draining() ? 1 : 0)
        + " swept="
        + status.sweptAt();
  }

  /** The status, or {@code null} when the text is none. */
  static @Nullable NodeStatus parse(String text) {
    Map<String, String> words = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      String[] pair = word.split("=", 2);
      if (pair.length == 2) {
        words.put(pair[0], pair[1]);
      }
    }
    String version = words.get("version");
    if (version == null) {
      return null;
    }
    return new NodeStatus(
        version.substring(0, Math.min(version.length(), NodeStatus.MAX_VERSION)),
        number(words, "started"),
        number(words, "sessions"),
        number(words, "opened"),
        number(words, "views"),
        number(words, "pushes"),
        number(words, "micros"),
        number(words, "draining") == 1,
        number(words, "swept"));
  }

  private static long number(Map<String, String> words, String name) {
    String digits = words.getOrDefault(name, "");
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }
}
