package onlookers.bench.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import onlookers.bench.load.Crowd;
import onlookers.bench.load.LoadClient;
import onlookers.bench.load.Post;
import onlookers.bench.load.Tally;
import onlookers.bench.load.Target;
import onlookers.bench.measure.Result;

/** A crowd on posts that nobody has seen before, which must be sent their counts. */
final class Gathering implements AutoCloseable {
  /** Handshakes under way at a time, and closes likewise. */
  static final int PARALLEL = 256;

  private static final long SEED = 42;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final AtomicInteger POSTS = new AtomicInteger();

  private final LoadClient client;
  private final Crowd crowd;
  private final Tally tally;
  private final List<Post> posts = new ArrayList<>();

  /**
   * Not yet there.
   *
   * @param shares how many readers go to each post
   */
  Gathering(LoadClient client, Target target, int... shares) {
    this.client = client;
    tally = new Tally(sum(shares));
    List<Post> places = new ArrayList<>();
    for (int share : shares) {
      Post post = new Post(freshName(), tally);
      post.expect(share, share);
      posts.add(post);
      for (int i = 0; i < share; i++) {
        places.add(post);
      }
    }
    crowd = new Crowd(client, target, mixed(places));
  }

  /** A post's id that no scenario has used before. */
  static String freshName() {
    return "bench-" + POSTS.incrementAndGet();
  }

  private static int sum(int[] shares) {
    int sum = 0;
    for (int share : shares) {
      sum += share;
    }
    return sum;
  }

  /** Readers of all posts arrive mixed, in the same order at each run. */
  private static List<Post> mixed(List<Post> places) {
    List<Post> mixed = new ArrayList<>(places);
    Collections.shuffle(mixed, new Random(SEED));
    return mixed;
  }

  /** Lets them arrive; returns {@link System#nanoTime()} of the last {@code viewing}. */
  long arrive(int handshakes) {
    return await(crowd.arrive(handshakes));
  }

  /** Waits until all have received what is right; returns when that was, or -1. */
  long converge() {
    return await(client.call(tally::all));
  }

  /** Waits for it; -1 when the time is over. */
  static long await(CompletableFuture<Long> future) {
    try {
      return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes down who was right, and what went wrong. */
  Result judge(Result result) {
    int right = client.call(tally::right);
    return result.right(right, tally.target()).failed(crowd.complaints());
  }

  Crowd crowd() {
    return crowd;
  }

  List<Post> posts() {
    return posts;
  }

  int size() {
    return tally.target();
  }

  /** All leave, each by a close frame; returns whether all could. */
  boolean leave() {
    return await(crowd.leave(PARALLEL)) >= 0;
  }

  /** Whoever is still there leaves. */
  @Override
  public void close() {
    if (!leave()) {
      crowd.abort();
    }
  }
}
