package onlookers.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onlookers.faults.Checker.Violation;
import onlookers.faults.History.Stay;
import onlookers.fixture.ForeignWriter;
import onlookers.fixture.Http;
import onlookers.fixture.RedisProcess;
import org.junit.jupiter.api.Test;

/** What a node says of its own counts, and what the checker says of them. */
class DriftIT {
  private static final Pattern DRIFT = Pattern.compile("(?m)^onlookers_counts_drift (\\S+)$");
  private static final Duration MAX_WAIT = Duration.ofSeconds(60);
  private static final String POST = "drift";

  @Test
  void theNodeAndTheCheckerSayTheSameOfNumbersThatAreFalse() {
    History history = new History();
    try (RedisProcess redis = RedisProcess.start();
        Network network = new Network(redis.port());
        Nodes nodes = Nodes.start(1, "redis://127.0.0.1:" + network.port());
        ForeignWriter writer = new ForeignWriter(redis, "")) {
      URI metrics = nodes.all.get(0).base().resolve("metrics");
      Page page = new Page(history, nodes.inTurn(), POST, Nodes.OUTLIVES);
      await().atMost(MAX_WAIT).until(() -> page.shows().equals("1/1"));
      await().atMost(MAX_WAIT).until(() -> drift(metrics) == 0);
      page.note();
      assertThat(violations(history)).isEmpty();

      network.mute(true);
      List<Stay> foreign =
          List.of(
              arrive(writer, history, 1), arrive(writer, history, 2), arrive(writer, history, 3));
      await().atMost(MAX_WAIT).until(() -> drift(metrics) == 3);
      page.note();
      assertThat(violations(history)).isNotEmpty();

      network.mute(false);
      await().atMost(MAX_WAIT).until(() -> page.shows().equals("4/4"));
      await().atMost(MAX_WAIT).until(() -> drift(metrics) == 0);
      page.note();
      assertThat(foreign).allMatch(stay -> stay.maybeTo == History.OPEN);
      page.close();
    }
  }

  /** As a writer that is not ours does. */
  private static Stay arrive(ForeignWriter writer, History history, int number) {
    long now = System.nanoTime();
    Stay stay = history.stay(POST, now);
    History.Load load = history.load(POST, now);
    writer.view("foreign-" + number, POST);
    stay.surelyFrom = System.nanoTime();
    load.surelyFrom = stay.surelyFrom;
    return stay;
  }

  private static List<Violation> violations(History history) {
    return Checker.check(history, Duration.ofSeconds(1));
  }

  private static double drift(URI metrics) {
    Matcher value = DRIFT.matcher(Http.body(metrics));
    return value.find() ? Double.parseDouble(value.group(1)) : -1;
  }
}
