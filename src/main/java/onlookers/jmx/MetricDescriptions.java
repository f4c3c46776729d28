package onlookers.jmx;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onlookers.runtime.Counter;
import onlookers.runtime.Gauge;
import onlookers.runtime.Metric;
import onlookers.runtime.NodeState.Flag;

/**
 * What a console shows of the attributes that are metrics: their help, and what JMX has them in.
 */
final class MetricDescriptions {
  private MetricDescriptions() {}

  /** By the name of the attribute. */
  static Map<String, String> byAttribute() {
    return Stream.<Metric>concat(
            Stream.of(Counter.values()),
            Stream.concat(Stream.of(Gauge.values()), Stream.of(Flag.values())))
        .collect(
            Collectors.toMap(metric -> attribute(metric.name()), MetricDescriptions::description));
  }

  /** {@code SESSIONS_OPENED} is {@code SessionsOpened}. */
  private static String attribute(String constant) {
    return Stream.of(constant.split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  private static String description(Metric metric) {
    String help = metric.help().substring(0, metric.help().length() - 1); // its full stop
    if (metric instanceof Gauge gauge) {
      return help + in(gauge);
    }
    return metric instanceof Counter ? help + ", since the start" : help;
  }

  private static String in(Gauge gauge) {
    return switch (gauge.unit()) {
      case ONE -> "";
      case MILLISECOND -> ", in milliseconds";
      case MICROSECOND -> ", in microseconds";
    };
  }
}
