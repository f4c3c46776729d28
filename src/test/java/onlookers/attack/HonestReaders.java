package onlookers.attack;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fifty honest readers of one post: forty-nine stay, one joins and leaves five times a second. A
 * join is complete when it has its own counts and somebody who stays has received it. Joins begin
 * when they are due, whether or not those before are complete, so that a node that stands still is
 * not asked less often.
 */
final class HonestReaders implements AutoCloseable {
  /** The post that they read. */
  static final String POST = "home";

  /** How many stay. */
  static final int STAYING = 49;

  /** A join that takes longer was never answered. */
  static final int MAX_WAIT_MILLIS = 10_000;

  private static final int EVERY_MILLIS = 200;
  private static final Pattern COUNTS =
      Pattern.compile("\\[\"counts\",\"" + POST + "\",\\d+,(\\d+)]");

  private final InetSocketAddress server;
  private final String path;
  private final List<Member> staying = new ArrayList<>();
  private final Queue<Join> joins = new ConcurrentLinkedQueue<>();
  private final AtomicInteger started = new AtomicInteger();
  private final Set<Long> pending = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lost = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(HonestReaders::daemon);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(HonestReaders::daemon);
  private final ScheduledFuture<?> joining;
  private final Object received = new Object();
  private long viewsReceived;
  private volatile boolean closed;

  HonestReaders(InetSocketAddress server, String path) {
    this.server = server;
    this.path = path;
    try {
      for (int i = 0; i < STAYING; i++) {
        stay(i);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    joining = clock.scheduleAtFixedRate(this::begin, EVERY_MILLIS, EVERY_MILLIS, MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "honest-reader");
    thread.setDaemon(true);
    return thread;
  }

  private void stay(int number) throws IOException {
    Member member = new Member(server, "127.0.1." + (number + 1), path, MAX_WAIT_MILLIS);
    staying.add(member);
    member.send("[\"viewing\",\"" + POST + "\"]");
    member.patient();
    threads.execute(() -> listen(member, number == 0));
  }

  private void listen(Member member, boolean witness) {
    try {
      while (true) {
        Matcher counts = COUNTS.matcher(member.read());
        if (witness && counts.matches()) {
          receive(Long.parseLong(counts.group(1)));
        }
      }
    } catch (IOException e) {
      if (!closed) {
        lost.incrementAndGet();
      }
    }
  }

  private void receive(long views) {
    synchronized (received) {
      viewsReceived = Math.max(viewsReceived, views);
      received.notifyAll();
    }
  }

  private void begin() {
    int number = started.getAndIncrement();
    long begun = System.nanoTime();
    pending.add(begun);
    threads.execute(() -> join(number, begun));
  }

  private void join(int number, long begun) {
    long took = Join.NEVER;
    try (Member member =
        new Member(server, "127.0.2." + (number % 250 + 1), path, MAX_WAIT_MILLIS)) {
      member.send("[\"viewing\",\"" + POST + "\"]");
      awaitReceived(awaitCounts(member), begun);
      took = System.nanoTime() - begun;
      member.leave();
    } catch (IOException e) {
      // took says it: this one was not answered
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      joins.add(new Join(begun, took));
      pending.remove(begun);
    }
  }

  private static long awaitCounts(Member member) throws IOException {
    while (true) {
      Matcher counts = COUNTS.matcher(member.read());
      if (counts.matches()) {
        return Long.parseLong(counts.group(1));
      }
    }
  }

  private void awaitReceived(long views, long begun) throws IOException, InterruptedException {
    synchronized (received) {
      while (viewsReceived < views) {
        long left = MAX_WAIT_MILLIS - NANOSECONDS.toMillis(System.nanoTime() - begun);
        if (left <= 0) {
          throw new IOException("nobody received it");
        }
        received.wait(left);
      }
    }
  }

  /** How many of those who stay were thrown out so far. */
  int lost() {
    return lost.get();
  }

  /** Whether a join waits longer than that. */
  boolean waitsLongerThan(long millis) {
    long now = System.nanoTime();
    return pending.stream().anyMatch(begun -> now - begun > MILLISECONDS.toNanos(millis));
  }

  /** The joins that began in that time; waits until they are over. */
  Latencies between(long from, long to) throws InterruptedException {
    while (pending.stream().anyMatch(begun -> begun < to)) {
      synchronized (received) {
        received.wait(20);
      }
    }
    return Latencies.of(
        joins.stream().filter(join -> join.begun >= from && join.begun < to).toList());
  }

  @Override
  public void close() {
    closed = true;
    joining.cancel(false);
    clock.shutdownNow();
    for (Member member : staying) {
      try {
        member.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    threads.shutdownNow();
  }

  /** One join: when it began, and how many nanoseconds it took. */
  record Join(long begun, long took) {
    static final long NEVER = Long.MAX_VALUE;
  }
}
