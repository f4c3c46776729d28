package onlookers.runtime;

/**
 * A number that this node shows of itself. Name and help stand on its constant, and nowhere else:
 * {@code /metrics} and the descriptions of JMX are made from them, and a test holds the table in
 * the documents against them.
 */
public interface Metric {
  /**
   * The constant's own name. In camel case it is that of the attribute in JMX, where there is one.
   */
  String name();

  /** Its name in {@code /metrics}, without {@code onlookers_} and, of a counter, {@code _total}. */
  String metricName();

  /** What it says, as one sentence. Without its full stop it begins the row in the documents. */
  String help();
}
