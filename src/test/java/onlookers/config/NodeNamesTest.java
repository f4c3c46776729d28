package onlookers.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeNamesTest {
  @ParameterizedTest
  @CsvSource({"web1, web1-", "web1.example.org, web1-example-org-", "wéb, w-b-", "'', -"})
  void aNodeIsCalledAfterItsHost(String host, String start) {
    assertThat(NodeNames.of(host))
        .startsWith(start)
        .hasSize(start.length() + 6)
        .matches("[A-Za-z0-9_-]+");
  }

  @Test
  void aLongHostNameIsCut() {
    assertThat(NodeNames.of("h".repeat(300))).hasSize(NodeNames.MAX_LENGTH);
  }

  @Test
  void twoNodesOnOneHostDiffer() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      names.add(NodeNames.random());
    }
    assertThat(names).hasSize(100);
  }

  @Test
  void aNodeThatNobodyHasNamedIsCalledAfterThisMachine() {
    assertThat(NodeNames.random()).matches("[A-Za-z0-9_-]+-[a-z0-9]{6}");
  }
}
