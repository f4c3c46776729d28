package onlookers.faults;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages on some posts; so many times a second one of them moves, leaves, is lost, or comes. */
final class Crowd implements AutoCloseable {
  final History history = new History();
  private final List<Page> pages = new ArrayList<>();
  private final List<Page> gone = new ArrayList<>();
  private final List<String> posts;
  private final Supplier<URI> where;
  private final Duration outlives;
  private final Random random;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "faults-crowd");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean resting;
  private @Nullable ScheduledFuture<?> living;

  /**
   * @param name begins the names of its posts, which nobody has ever viewed
   * @param where as of {@link Page}
   */
  Crowd(String name, int posts, Supplier<URI> where, Duration outlives, Random random) {
    this.posts = IntStream.range(0, posts).mapToObj(i -> name + "-" + i).toList();
    this.where = where;
    this.outlives = outlives;
    this.random = random;
  }

  /** So many come. */
  synchronized void come(int number) {
    for (int i = 0; i < number; i++) {
      pages.add(new Page(history, where, anyPost(), outlives));
    }
  }

  /** From now on so many steps a second. */
  void live(int stepsPerSecond) {
    living = clock.scheduleAtFixedRate(this::step, 0, 1_000_000 / stepsPerSecond, MICROSECONDS);
  }

  private synchronized void step() {
    if (resting || pages.isEmpty()) {
      return;
    }
    int which = random.nextInt(pages.size());
    int dice = random.nextInt(10);
    if (dice < 6) {
      pages.get(which).move(anyPost());
    } else if (dice < 9) {
      remove(which).close();
      come(1);
    } else {
      remove(which).vanish();
      come(1);
    }
  }

  private Page remove(int which) {
    Page page = pages.remove(which);
    gone.add(page);
    return page;
  }

  private String anyPost() {
    return posts.get(random.nextInt(posts.size()));
  }

  /** Nobody moves any more. */
  synchronized void rest() {
    resting = true;
    if (living != null) {
      living.cancel(false);
    }
  }

  synchronized List<Page> pages() {
    return List.copyOf(pages);
  }

  List<String> posts() {
    return posts;
  }

  /** Connections that were lost so far. */
  synchronized int losses() {
    return sum(page -> page.losses.get());
  }

  /** Sessions that could not be resumed, and errors. */
  synchronized int replaced() {
    return sum(page -> page.replaced.get());
  }

  /** Why connections were lost, and how often each. */
  synchronized Map<String, Long> reasons() {
    return Stream.concat(pages.stream(), gone.stream())
        .flatMap(page -> page.reasons.stream())
        .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
  }

  private int sum(java.util.function.ToIntFunction<Page> number) {
    return pages.stream().mapToInt(number).sum() + gone.stream().mapToInt(number).sum();
  }

  /** The pages that are open, by post. */
  synchronized Map<String, Integer> open() {
    Map<String, Integer> open = new HashMap<>();
    posts.forEach(post -> open.put(post, 0));
    pages.forEach(page -> open.merge(page.post(), 1, Integer::sum));
    return open;
  }

  private void leave() {
    clock.shutdownNow();
    try {
      if (!clock.awaitTermination(5, SECONDS)) {
        throw new IllegalStateException("the crowd does not rest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pages().forEach(Page::close);
  }

  @Override
  public void close() {
    closeAll(List.of(this));
  }

  /** Closes all of them, and gives what their pages say at last a moment to go out. */
  static void closeAll(List<Crowd> crowds) {
    crowds.forEach(Crowd::leave);
    try {
      MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
