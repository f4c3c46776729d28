package onlookers.config;

/**
 * Which prefixes leave it to us, on a Cluster, what lies in one slot: those without a brace, and
 * those with a hash tag, which keep everything in its slot (Redis Cluster specification, "Hash
 * tags").
 */
final class SlotPrefix {
  private SlotPrefix() {}

  static boolean isSound(String prefix) {
    int open = prefix.indexOf('{');
    int close = prefix.indexOf('}', open + 1);
    boolean hasTag = open >= 0 && close > open + 1;
    return hasTag || (open < 0 && close < 0);
  }
}
