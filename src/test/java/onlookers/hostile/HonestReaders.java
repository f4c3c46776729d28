package onlookers.hostile;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import onlookers.fixture.Node;
import onlookers.fixture.RawClient;
import onlookers.fixture.Reader;

/** A crowd that reads a post, and one more who joins it and leaves it five times a second. */
final class HonestReaders implements AutoCloseable {
  private static final int CROWD = 50;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String POST = "honest";

  private final Node node;
  private final List<Reader> crowd = new ArrayList<>();
  private final ExecutorService joining = Executors.newCachedThreadPool();

  HonestReaders(Node node) {
    this.node = node;
    for (int i = 0; i < CROWD; i++) {
      crowd.add(Reader.viewing(node, POST));
    }
  }

  /**
   * Joins for so long, and waits for the last who has joined.
   *
   * @return how long each took, from connecting to the first counts
   */
  Joins join(Duration time) throws InterruptedException {
    ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();
    List<Future<?>> joins = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      joins.add(joining.submit(() -> micros.add(joinOnce())));
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
    int unanswered = 0;
    for (Future<?> join : joins) {
      try {
        join.get();
      } catch (ExecutionException e) {
        unanswered++;
      }
    }
    return Joins.of(List.copyOf(micros), unanswered);
  }

  private long joinOnce() {
    long begin = System.nanoTime();
    try (RawClient client = RawClient.connect(node.presence())) {
      client.text("[\"viewing\",\"" + POST + "\"]");
      String heard = client.readText();
      while (heard != null && !heard.startsWith("[\"counts\"")) {
        heard = client.readText();
      }
      if (heard == null) {
        throw new IllegalStateException("cut off");
      }
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
      client.frame(RawClient.CLOSE, true, new byte[] {3, (byte) 0xE8});
      return micros;
    } catch (UncheckedIOException e) {
      throw new IllegalStateException("no answer", e);
    }
  }

  /** Whether all of the crowd are still connected. */
  boolean areAllThere() {
    return crowd.stream().allMatch(reader -> reader.closeCode() == null);
  }

  @Override
  public void close() {
    joining.shutdownNow();
    crowd.forEach(Reader::close);
  }

  /**
   * How joining went.
   *
   * @param p50 the median, in milliseconds
   * @param p99 in milliseconds
   * @param max in milliseconds
   * @param answered how many joined
   * @param unanswered how many did not within 5 s
   */
  record Joins(double p50, double p99, double max, int answered, int unanswered) {
    static Joins of(List<Long> micros, int unanswered) {
      List<Long> sorted = micros.stream().sorted().toList();
      return new Joins(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), sorted.size(), unanswered);
    }

    private static double at(List<Long> sorted, double part) {
      if (sorted.isEmpty()) {
        return Double.NaN;
      }
      return sorted.get((int) Math.ceil(part * sorted.size()) - 1) / 1_000.0;
    }

    @Override
    public String toString() {
      return String.format(
          "p50 %.1f ms, p99 %.1f ms, max %.1f ms, %d answered, %d never",
          p50, p99, max, answered, unanswered);
    }
  }
}
