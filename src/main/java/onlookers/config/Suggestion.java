package onlookers.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what was meant by a misspelt name. */
final class Suggestion {
  private Suggestion() {}

  /**
   * The first candidate that has the name among its words, which is then half a name; otherwise the
   * one with the least edit distance (Levenshtein). Names of another place count as well.
   */
  static String to(String name, Collection<String> candidates) {
    String meant = plain(name);
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distanceOfWords(meant, plain(candidate))))
        .orElseThrow();
  }

  private static int distanceOfWords(String from, String to) {
    boolean isPart = ("." + to + ".").contains("." + from + ".");
    return isPart ? 0 : 1 + distance(from, to);
  }

  /** As on the command line, wherever it would be right. */
  private static String plain(String name) {
    String words = name.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
    return words.startsWith("onlookers.") ? words.substring("onlookers.".length()) : words;
  }

  /** How many characters must be put in, taken out or changed to get from one to the other. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      nextRow(row, i, from.charAt(i - 1), to);
    }
    return row[to.length()];
  }

  private static void nextRow(int[] row, int i, char c, String to) {
    int diagonal = row[0];
    row[0] = i;
    for (int j = 1; j < row.length; j++) {
      int changed = diagonal + (c == to.charAt(j - 1) ? 0 : 1);
      diagonal = row[j];
      row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
    }
  }
}
