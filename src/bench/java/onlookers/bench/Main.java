package onlookers.bench;

import java.util.List;
import java.util.stream.Stream;
import onlookers.bench.load.LoadClient;
import onlookers.bench.scenario.Churn;
import onlookers.bench.scenario.FanOut;
import onlookers.bench.scenario.Idle;
import onlookers.bench.scenario.Scenario;
import onlookers.bench.scenario.Storm;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.War;

/** Runs the benchmark; {@link Options} says what of it. */
public final class Main {
  private final Options options = Options.read();
  private final LoadClient client = new LoadClient();

  private Main() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    new Main().run();
  }

  private void run() {
    List<Scenario> scenarios =
        Stream.of(
                Storm.onOnePost(1_000),
                Storm.onOnePost(5_000),
                Storm.onOnePost(10_000),
                Storm.zipf(10_000),
                new Churn(8_000),
                new FanOut(2_000, 30),
                Storm.atOnce(18_000))
            .filter(scenario -> options.wants(scenario.name()))
            .toList();
    try (Contestant war = new War(options.war(), options.jvm())) {
      if (!scenarios.isEmpty()) {
        warmUp(war);
      }
      for (int round = 0; round < options.rounds(); round++) {
        scenarios.forEach(scenario -> System.out.println(scenario.run(war, client)));
      }
    }
    Scenario idle = new Idle(15_000);
    if (options.wants(idle.name())) {
      try (Contestant war = new War(options.war(), options.jvm())) {
        System.out.println(idle.run(war, client));
      }
    }
    client.close();
  }

  /** The same for all: until the code that the scenarios run is compiled. */
  private void warmUp(Contestant contestant) {
    for (int i = 0; i < 2; i++) {
      new Churn(3_000).run(contestant, client);
      Storm.onOnePost(2_000).run(contestant, client);
      System.out.println("warm-up | " + new FanOut(1_000, 10).run(contestant, client));
    }
  }
}
