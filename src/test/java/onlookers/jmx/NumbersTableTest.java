package onlookers.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import onlookers.runtime.NodeMetrics.Counter;
import org.junit.jupiter.api.Test;

/** The table of numbers in operations.md is what JMX and the node's counters have. */
class NumbersTableTest {
  private static final Path OPERATIONS = Path.of("src", "site", "markdown", "operations.md");

  private static String table() throws IOException {
    String page = Files.readString(OPERATIONS);
    String rest = page.substring(page.indexOf("\n## Numbers\n") + 1);
    return rest.substring(0, rest.indexOf("\n## "));
  }

  private static List<String> found(String pattern) throws IOException {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(table())
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  @Test
  void everyAttributeOfTheMxBeanHasOneRow() throws IOException {
    List<String> attributes =
        Arrays.stream(PresenceMXBean.class.getMethods())
            .filter(method -> method.getParameterCount() == 0)
            .map(Method::getName)
            .filter(name -> name.startsWith("get") || name.startsWith("is"))
            .map(name -> name.replaceFirst("get|is", ""))
            .toList();

    assertThat(found("^\\| `onlookers_[^|]*` \\| `(\\w+)` \\|"))
        .containsExactlyInAnyOrderElementsOf(attributes);
  }

  @Test
  void everyCounterOfTheNodeHasOneRow() throws IOException {
    List<String> metrics = found("^\\| `(onlookers_\\w+_total)");

    for (Counter counter : Counter.values()) {
      String name = "onlookers_" + counter.name().toLowerCase(Locale.ROOT) + "_total";
      assertThat(metrics).containsOnlyOnce(name);
    }
  }
}
