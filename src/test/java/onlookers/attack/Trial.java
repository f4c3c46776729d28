package onlookers.attack;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Fifty honest readers before, during and after an attack. {@code attack.seconds} says how long it
 * lasts, {@code attack.whole} whether every bar is held up to it; the folder {@code target/attack}
 * gets a table, and what the node's threads do whenever a join waits for seconds.
 */
final class Trial {
  private static final int SECONDS_DURING = Integer.getInteger("attack.seconds", 4);
  private static final boolean WHOLE = Boolean.getBoolean("attack.whole");
  private static final int SECONDS_ASIDE = Math.max(1, SECONDS_DURING / 3);
  private static final Path FOLDER = Path.of("target", "attack");

  /** A join that waits so long is worth a look at the threads. */
  private static final long LONG_MILLIS = 2_500;

  /**
   * Seconds until what an attack has left must be collected: grace periods and timeouts are
   * shorter.
   */
  private static final int SECONDS_TO_FREE = 30;

  private final Victim victim;
  private final HonestReaders readers;

  Trial(Victim victim, HonestReaders readers) {
    this.victim = victim;
    this.readers = readers;
  }

  /** Runs it, prints and checks. */
  void run(String name, Attack attack) throws Exception {
    Outcome outcome = measure(name, attack);
    System.out.println(outcome.row());
    write("table.md", outcome.row() + "\n");
    if (WHOLE) {
      outcome.assertBars();
    } else {
      outcome.assertNobodyStopped();
    }
  }

  private Outcome measure(String name, Attack attack) throws Exception {
    long heapBefore = victim.liveBytes();
    int lostBefore = readers.lost();
    long begin = System.nanoTime();
    pass(begin + SECONDS.toNanos(SECONDS_ASIDE));
    int lines = victim.lines();
    long start = System.nanoTime();
    String did = runBeside(name, attack, start + SECONDS.toNanos(SECONDS_DURING));
    long end = System.nanoTime();
    pass(end + SECONDS.toNanos(SECONDS_ASIDE));
    List<String> logged = victim.log().subList(lines, victim.lines());
    double linesPerSecond = logged.size() / ((System.nanoTime() - start) / 1e9);
    if (linesPerSecond > 0) {
      write(name + ".log", String.join("\n", logged.subList(0, Math.min(200, logged.size()))));
    }
    Latencies before = readers.between(begin, start);
    Latencies during = readers.between(start, end);
    Latencies after = readers.between(end, System.nanoTime());
    return new Outcome(
        name,
        before,
        during,
        after,
        readers.lost() - lostBefore,
        linesPerSecond,
        heapBefore,
        heapAfter(heapBefore),
        did + ", peak %d MB".formatted(victim.peakBytes() / 1_000_000));
  }

  private String runBeside(String name, Attack attack, long end) throws Exception {
    ExecutorService strangers = Executors.newSingleThreadExecutor();
    try {
      Future<String> running = strangers.submit(() -> attack.run(victim, end));
      boolean looked = false;
      while (true) {
        try {
          return running.get(1, SECONDS);
        } catch (TimeoutException goesOn) {
          if (!looked && readers.waitsLongerThan(LONG_MILLIS)) {
            looked = true;
            write(name + ".stacks", victim.stacks());
          }
        }
      }
    } catch (ExecutionException e) {
      return Outcome.GAVE_UP + e.getCause();
    } finally {
      strangers.shutdownNow();
    }
  }

  private long heapAfter(long before) {
    long deadline = System.nanoTime() + SECONDS.toNanos(SECONDS_TO_FREE);
    long live = victim.liveBytes();
    while (live > before + Outcome.HEAP_SLACK && System.nanoTime() < deadline) {
      pass(System.nanoTime() + SECONDS.toNanos(2));
      live = victim.liveBytes();
    }
    return live;
  }

  /** The time that is measured. */
  private static void pass(long until) {
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  private static void write(String file, String text) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(
          FOLDER.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
