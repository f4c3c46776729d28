package onlookers.config;

/**
 * Which prefixes leave it to us, on a Cluster, what lies in one slot: those without a brace, and
 * those with a hash tag, which keep everything in its slot (Redis Cluster specification, "Hash
 * tags").
 */
public final class SlotPrefix {
  private SlotPrefix() {}

  static boolean isSound(String prefix) {
    return hasHashTag(prefix) || (prefix.indexOf('{') < 0 && prefix.indexOf('}') < 0);
  }

  /** Whether the slot of a key is that of the text in its first braces. */
  public static boolean hasHashTag(String key) {
    int open = key.indexOf('{');
    return open >= 0 && key.indexOf('}', open + 1) > open + 1;
  }
}
