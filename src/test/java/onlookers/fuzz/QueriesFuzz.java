package onlookers.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLEncoder;
import onlookers.socketio.codec.EngineProtocol;
import onlookers.socketio.codec.EngineQuery;
import org.jspecify.annotations.Nullable;

class QueriesFuzz {
  /** As long as the line of a request. */
  private static final int MAX = 8_192;

  private static final long PER_BYTE = 300;

  @FuzzTest(maxDuration = "1m")
  void whateverAQuerySaysIsRead(byte[] data) throws Exception {
    if (data.length > MAX) {
      return;
    }
    Query.check(data);
  }

  /**
   * In a class of its own, because JUnit asks a test for its methods, lambdas included, and so
   * loads the classes in their signatures. That is before Jazzer instruments classes, and of a
   * class that is loaded and instrumented afterwards the JVM (17.0.15) does not find static fields:
   * NoSuchFieldError.
   */
  private static final class Query {
    private Query() {}

    static void check(byte[] data) throws Exception {
      String text = new String(data, UTF_8);
      EngineQuery query = Cost.bounded(data.length, PER_BYTE, () -> EngineQuery.parse(text));
      assertThat(query.fault() == null).isEqualTo(isSpoken(query));
      assertThat(EngineQuery.parse(spelling(query))).isEqualTo(query);
    }

    private static boolean isSpoken(EngineQuery query) {
      boolean known =
          query.transport().equals(EngineQuery.POLLING)
              || query.transport().equals(EngineQuery.WEBSOCKET);
      return known && query.protocol() != null && !query.jsonp();
    }

    private static String spelling(EngineQuery query) {
      EngineProtocol protocol = query.protocol();
      return (protocol == null ? "" : protocol == EngineProtocol.V3 ? "EIO=3&" : "EIO=4&")
          + parameter("transport", query.transport())
          + parameter("sid", query.sid())
          + (query.base64() ? "b64=1&" : "")
          + (query.jsonp() ? "j=0&" : "")
          + (query.clockStamp() ? "t=1795490384363-0" : "");
    }

    private static String parameter(String name, @Nullable String value) {
      return value == null ? "" : name + "=" + URLEncoder.encode(value, UTF_8) + "&";
    }
  }
}
