package onlookers.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import onlookers.bench.jmh.Microbenchmarks;
import onlookers.bench.load.LoadClient;
import onlookers.bench.measure.Result;
import onlookers.bench.scenario.Churn;
import onlookers.bench.scenario.FanOut;
import onlookers.bench.scenario.Scenario;
import onlookers.bench.scenario.SilentReaders;
import onlookers.bench.scenario.Storm;
import onlookers.bench.server.CommandStats;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.RedisServer;

/** Runs scenarios on servers, one at a time and in turn, and prints each result. */
final class Course implements AutoCloseable {
  private final Options options;
  private final LoadClient client = new LoadClient();
  private final List<Result> results = new ArrayList<>();

  Course(Options options) {
    this.options = options;
  }

  List<Result> results() {
    return results;
  }

  /** All servers live side by side and are warm; each scenario goes round them, then once more. */
  void onWarmServers(List<Scenario> all, List<Supplier<Contestant>> servers) {
    List<Scenario> scenarios = wanted(all);
    if (scenarios.isEmpty()) {
      return;
    }
    List<Contestant> contestants = new ArrayList<>();
    try {
      for (Supplier<Contestant> server : servers) {
        contestants.add(server.get());
      }
      contestants.forEach(this::warmUp);
      for (Scenario scenario : scenarios) {
        for (int round = 0; round < options.rounds(); round++) {
          contestants.forEach(contestant -> run(scenario, contestant));
        }
      }
    } finally {
      contestants.forEach(Contestant::close);
    }
  }

  /** Each scenario finds each server as it is when it has just been started. */
  void onFreshServers(List<Scenario> all, List<Supplier<Contestant>> servers) {
    for (Scenario scenario : wanted(all)) {
      for (Supplier<Contestant> server : servers) {
        try (Contestant contestant = server.get()) {
          run(scenario, contestant);
        }
      }
    }
  }

  /** All servers at the same time, each with a crowd of its own. */
  void sideBySide(SilentReaders scenario, List<Supplier<Contestant>> servers) {
    if (options.wants(scenario.name())) {
      scenario.run(servers).forEach(this::note);
    }
  }

  /** What JMH finds. */
  void microbenchmarks() {
    if (options.wants("jmh")) {
      Microbenchmarks.run(options.quick()).forEach(this::note);
    }
  }

  private void note(Result result) {
    System.out.println(result);
    results.add(result);
  }

  private List<Scenario> wanted(List<Scenario> all) {
    return all.stream().filter(scenario -> options.wants(scenario.name())).toList();
  }

  private void run(Scenario scenario, Contestant contestant) {
    if (scenario.suits(contestant)) {
      List<CommandStats> before = commands(contestant);
      note(scenario.run(contestant, client));
      List<CommandStats> after = commands(contestant);
      for (int i = 0; i < before.size(); i++) {
        System.out.println("  its Redis: " + after.get(i).since(before.get(i)));
      }
    }
  }

  /** What its Redis servers have done, if they are to say so. */
  private List<CommandStats> commands(Contestant contestant) {
    return options.commands()
        ? contestant.redis().stream().map(RedisServer::commands).toList()
        : List.of();
  }

  /** The same for all: until the code that the scenarios run is compiled, which takes a JVM some 30,000 sessions. */
  private void warmUp(Contestant contestant) {
    System.out.println("warming up " + contestant.name());
    for (int i = 0; i < (options.quick() ? 1 : 3); i++) {
      new Churn(options.quick() ? 3_000 : 10_000).run(contestant, client);
      Storm.onOnePost(2_000).run(contestant, client);
      new FanOut(1_000, 10).run(contestant, client);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
