package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.protocol.BadImportException;
import onlookers.protocol.ImportJson;

class ImportsFuzz {
  private static final int MAX = 65_536;
  private static final long PER_BYTE = 300;

  @FuzzTest(maxDuration = "1m")
  void aBodyIsAnImportOrRefused(byte[] data) throws Exception {
    if (data.length > MAX) {
      return;
    }
    String text = new String(data, UTF_8);
    try {
      Map<Post, Long> views = Cost.bounded(data.length, PER_BYTE, () -> ImportJson.read(text));
      assertThat(views).hasSizeLessThanOrEqualTo(ImportJson.MAX_POSTS);
      assertThat(views.values()).allMatch(number -> number >= 0 && number < 1L << 53);
      assertThat(ImportJson.read(spelling(views))).isEqualTo(views);
    } catch (BadImportException refused) {
      assertThat(refused.code()).matches("bad-request|too-many|bad-post|bad-views");
    }
  }

  private static String spelling(Map<Post, Long> views) {
    return views.entrySet().stream()
        .map(entry -> Spelling.quoted(entry.getKey().id()) + ":" + entry.getValue())
        .collect(joining(",", "{\"views\":{", "}}"));
  }
}
