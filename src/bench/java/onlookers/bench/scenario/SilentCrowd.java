package onlookers.bench.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import onlookers.bench.load.Dialect;
import onlookers.bench.load.LoadClient;
import onlookers.bench.load.NativeDialect;
import onlookers.bench.load.SocketIoDialect;
import onlookers.bench.load.Target;
import onlookers.bench.measure.Result;
import onlookers.bench.measure.Zipf;

/** Readers who arrive and then answer pings, and nothing else. They go when nobody talks to them. */
public final class SilentCrowd {
  /** How often a crowd is waited for, a minute each, on a machine that has much else to do. */
  private static final int ATTEMPTS = 4;

  private SilentCrowd() {}

  /**
   * Arguments: port of the server, path of its endpoint, number of readers, number of posts. For
   * each line it reads, it prints what is not right.
   */
  public static void main(String[] arguments) throws IOException {
    Target target = Target.local(Integer.parseInt(arguments[0]), dialect(arguments[1]));
    int readers = Integer.parseInt(arguments[2]);
    int[] shares = Zipf.shares(readers, Integer.parseInt(arguments[3]), 0);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (LoadClient client = new LoadClient();
        Gathering gathering = new Gathering(client, target, shares)) {
      gathering.arrive(Gathering.PARALLEL);
      for (int i = 0; i < ATTEMPTS && gathering.converge() < 0; i++) {
        System.out.println("not yet right: " + judge(gathering));
      }
      System.out.println("all are here");
      while (in.readLine() != null) {
        System.out.println("judged: " + judge(gathering));
      }
    }
  }

  private static Dialect dialect(String path) {
    return path.startsWith("/socket.io") ? new SocketIoDialect() : new NativeDialect(path);
  }

  private static String judge(Gathering gathering) {
    return gathering.judge(new Result("", "")).failures();
  }
}
