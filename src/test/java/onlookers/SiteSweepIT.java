package onlookers;

import static org.awaitility.Awaitility.await;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.fixture.Http;
import onlookers.fixture.Reader;
import onlookers.fixture.RedisProcess;
import onlookers.fixture.WarProcess;
import org.junit.jupiter.api.Test;

/** One node sweeps for all; each knows when. */
class SiteSweepIT {
  private static final Pattern NUMBER =
      Pattern.compile("^onlookers_(\\w+) ([0-9.E]+)$", Pattern.MULTILINE);

  private static double number(WarProcess node, String name) {
    Matcher found = NUMBER.matcher(Http.get(node.base().resolve("metrics")).body());
    return found
        .results()
        .filter(one -> one.group(1).equals(name))
        .mapToDouble(one -> Double.parseDouble(one.group(2)))
        .findFirst()
        .orElse(-1);
  }

  private static boolean knowsOnlyOfTheSites(WarProcess node) {
    return number(node, "last_sweep_timestamp_seconds") == 0
        && number(node, "site_last_sweep_timestamp_seconds") > 0;
  }

  @Test
  void aNodeThatDoesNotSweepKnowsWhenTheSiteWasSwept() {
    try (RedisProcess redis = RedisProcess.start();
        WarProcess one = WarProcess.start("--redis.uri=" + redis.uri());
        WarProcess two = WarProcess.start("--redis.uri=" + redis.uri())) {
      await()
          .atMost(Reader.MAX_WAIT.multipliedBy(3))
          .until(() -> knowsOnlyOfTheSites(one) || knowsOnlyOfTheSites(two));
    }
  }
}
