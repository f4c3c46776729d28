package onlookers.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.War;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all that JMH finds. */
public final class Microbenchmarks {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Microbenchmarks() {}

  /**
   * The time and the bytes that each takes.
   *
   * @param brief whether a look is enough
   */
  public static List<Result> run(boolean brief) {
    try {
      List<Result> results = new ArrayList<>();
      OptionsBuilder options = new OptionsBuilder();
      options.addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT);
      if (brief) {
        options.warmupIterations(2).measurementIterations(1);
      }
      for (RunResult run : new Runner(options.build()).run()) {
        results.add(result(run));
      }
      return results;
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("rawtypes") // JMH's own
  private static Result result(RunResult run) {
    String[] names = run.getParams().getBenchmark().split("\\.", -1);
    String name = names[names.length - 2] + "." + names[names.length - 1];
    Result result = new Result("jmh " + name, War.NAME);
    result.with(Figure.TIME_PER_OPERATION, run.getPrimaryResult().getScore());
    run.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().equals(ALLOCATED))
        .forEach(entry -> result.with(Figure.ALLOCATED_PER_OPERATION, entry.getValue().getScore()));
    return result;
  }
}
