package onlookers.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds what was meant by a misspelt name. */
final class Suggestion {
  private Suggestion() {}

  /** The candidate with the least edit distance (Levenshtein) to the name; the first of equals. */
  static String to(String name, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .orElseThrow();
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
