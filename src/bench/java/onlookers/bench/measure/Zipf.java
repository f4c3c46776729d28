package onlookers.bench.measure;

/** Shares readers out to posts as sites see it: the k-th post gets a share of 1 / k^exponent. */
public final class Zipf {
  private Zipf() {}

  /**
   * How many readers each post gets, the most read first. The same at each call: the shares are
   * rounded so that they add up, and nothing is left to chance.
   */
  public static int[] shares(int readers, int posts, double exponent) {
    double total = 0;
    for (int k = 1; k <= posts; k++) {
      total += Math.pow(k, -exponent);
    }
    int[] shares = new int[posts];
    double sum = 0;
    int given = 0;
    for (int k = 1; k <= posts; k++) {
      sum += Math.pow(k, -exponent);
      int upTo = (int) Math.round(readers * sum / total);
      shares[k - 1] = upTo - given;
      given = upTo;
    }
    return shares;
  }
}
