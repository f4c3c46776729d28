package onlookers.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import onlookers.config.Deployment;
import onlookers.config.Settings;
import onlookers.config.SettingsLoader;
import onlookers.config.Sources;
import onlookers.fixture.NoCounts;
import onlookers.jmx.PresenceMXBean;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.PoolUse;
import onlookers.runtime.RedisHealth;
import org.junit.jupiter.api.Test;

/** The table of numbers in operations.md is what JMX and {@code /metrics} have. */
class NumbersTableTest {
  private static final Path OPERATIONS = Path.of("src", "site", "markdown", "operations.md");

  /** One row: the metric, its attribute or a dash, and what it says. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `(onlookers_\\w+)[^`]*` \\| (\\S+) \\| (.+) \\|$", Pattern.MULTILINE);

  private static List<MatchResult> rows() throws IOException {
    String page = Files.readString(OPERATIONS);
    String rest = page.substring(page.indexOf("\n## Numbers\n") + 1);
    return ROW.matcher(rest.substring(0, rest.indexOf("\n## "))).results().toList();
  }

  @Test
  void everyAttributeOfTheMxBeanHasOneRow() throws IOException {
    Stream<String> attributes =
        Arrays.stream(PresenceMXBean.class.getMethods())
            .filter(method -> method.getParameterCount() == 0)
            .map(Method::getName)
            .filter(name -> name.startsWith("get") || name.startsWith("is"))
            .map(name -> "`" + name.replaceFirst("get|is", "") + "`");

    assertThat(rows().stream().map(row -> row.group(2)).filter(attribute -> !attribute.equals("–")))
        .containsExactlyInAnyOrderElementsOf(attributes.toList());
  }

  @Test
  void everyMetricHasOneRowWhichBeginsWithItsHelp() throws IOException {
    Map<String, String> helps = helps();

    assertThat(rows().stream().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(helps.keySet());
    for (MatchResult row : rows()) {
      assertThat(row.group(3).replace("`", ""))
          .as(row.group(1))
          .startsWithIgnoringCase(helps.get(row.group(1)));
    }
  }

  /** Each metric's help, without its full stop, as {@code /metrics} shows it. */
  private static Map<String, String> helps() {
    Map<String, String> helps = new TreeMap<>();
    Pattern.compile("^# HELP (onlookers_\\w+) (.+)\\.$", Pattern.MULTILINE)
        .matcher(metrics().text())
        .results()
        .forEach(line -> helps.put(line.group(1), line.group(2)));
    return helps;
  }

  /** With a value of each: those without one are not shown. */
  private static Metrics metrics() {
    NodeMetrics nodeMetrics = new NodeMetrics();
    nodeMetrics.move("native", 1);
    nodeMetrics.redis().server("7.0.15", "standalone");
    nodeMetrics.redis().pool(RedisHealth.Connection.API, () -> new PoolUse(1, 0, 0));
    return new Metrics(nodeMetrics, "web1", NumbersTableTest::registerEnvironment);
  }

  private static void registerEnvironment(PrometheusRegistry registry) {
    Settings settings = SettingsLoader.load(Sources.only(Map.of(), Deployment.SERVER)).settings();
    ServletContext context =
        (ServletContext)
            Proxy.newProxyInstance(
                ServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getServerInfo") ? "a server" : null);
    new EnvironmentMetrics(context, settings, new NoCounts()).register(registry);
  }
}
