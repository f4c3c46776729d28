package onlookers.bench.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import onlookers.bench.measure.CpuMeter;
import onlookers.bench.measure.Figure;
import onlookers.bench.measure.Result;
import onlookers.bench.server.CommandStats;
import onlookers.bench.server.Contestant;
import onlookers.bench.server.ReaderProcess;
import onlookers.bench.server.RedisServer;
import onlookers.bench.server.Work;

/**
 * Readers who have viewed a post and are silent: the CPU time that they take. All servers are
 * measured in the same window, each with a crowd of its own on few posts and another server with one
 * on many. The window has whole periods of pings, which all servers send every 25 s, and is a little
 * longer than the product's sessions need until each has been renewed in Redis.
 */
public final class SilentReaders {
  private static final Duration SETTLING = Duration.ofSeconds(25);
  /** Until what a JVM does for silent readers is compiled. */
  private static final Duration COMPILING = Duration.ofSeconds(150);

  private static final Duration PINGS = Duration.ofSeconds(25);
  private static final double MICROS_PER_MILLI = 1e3;

  private final int readers;
  private final List<Integer> posts;
  private final Duration window;

  /**
   * A scenario.
   *
   * @param readers on each server
   * @param posts on how many posts, one set of servers for each
   * @param periods of pings; twenty for the renewals of all sessions
   */
  public SilentReaders(int readers, List<Integer> posts, int periods) {
    this.readers = readers;
    this.posts = List.copyOf(posts);
    this.window = PINGS.multipliedBy(periods);
  }

  /** Its name, without the number of posts. */
  public String name() {
    return "silent " + readers;
  }

  /** Starts all servers, measures, and ends them. */
  public List<Result> run(List<Supplier<Contestant>> servers) {
    List<Silence> all = new ArrayList<>();
    try {
      for (int number : posts) {
        for (Supplier<Contestant> server : servers) {
          all.add(new Silence(server.get(), number));
        }
      }
      arriveTogether(all);
      Work.pause(window.compareTo(SETTLING) > 0 ? COMPILING : SETTLING);
      all.forEach(Silence::begin);
      Work.pause(window);
      return all.stream().map(Silence::end).toList();
    } finally {
      all.forEach(Silence::close);
    }
  }

  /** All crowds at once: nobody's is old when the last one has come. */
  private static void arriveTogether(List<Silence> all) {
    CompletableFuture.allOf(
            all.stream()
                .map(one -> CompletableFuture.runAsync(one::arrive, task -> new Thread(task).start()))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /** One server and its crowd. */
  private final class Silence implements AutoCloseable {
    private final Contestant contestant;
    private final int number;
    private ReaderProcess crowd;
    private CpuMeter meter;
    private List<CommandStats> before = List.of();
    private long start;

    @SuppressWarnings("NullAway.Init") // arrive() and begin() come next
    Silence(Contestant contestant, int number) {
      this.contestant = contestant;
      this.number = number;
    }

    void arrive() {
      crowd =
          new ReaderProcess(
              "crowd of " + contestant.name() + " on " + number,
              SilentCrowd.class,
              contestant.target(),
              List.of(Integer.toString(readers), Integer.toString(number)));
    }

    void begin() {
      before = commands();
      start = System.nanoTime();
      meter = new CpuMeter(contestant.pid(), contestant.redisPids());
    }

    private List<CommandStats> commands() {
      return contestant.redis().stream().map(RedisServer::commands).toList();
    }

    Result end() {
      CpuMeter.Cpu cpu = meter.read();
      double seconds = (System.nanoTime() - start) / 1e9;
      Result result = new Result(name() + " on " + number + " posts", contestant.name());
      result
          .with(Figure.SERVER_PER_THOUSAND, perThousand(cpu.server(), seconds))
          .with(cpu)
          .failed(crowd.judge());
      for (int i = 0; i < before.size(); i++) {
        CommandStats done = commands().get(i).since(before.get(i));
        System.out.println(result.scenario() + " | " + contestant.name() + " | Redis: " + done);
        result
            .with(Figure.REDIS_PER_THOUSAND, perThousand(cpu.redis(), seconds))
            .with(Figure.COMMANDS_PER_SECOND, done.calls() / seconds);
      }
      return result;
    }

    /** Milliseconds. */
    private double perThousand(long micros, double seconds) {
      return micros / MICROS_PER_MILLI / seconds / (readers / 1e3);
    }

    @Override
    public void close() {
      if (crowd != null) {
        crowd.close();
      }
      contestant.close();
    }
  }
}
