package onlookers.bench.load;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A crowd's readers, each of whom goes to and fro between two posts that nobody else views. */
public final class MovingReaders {
  private static final int TICKS_PER_SECOND = 500;

  private final LoadClient client;
  private final List<Reader> readers;
  private final List<Post> posts = new ArrayList<>();
  private @Nullable ScheduledFuture<?> clock;
  private long startNanos;
  private int moves;

  /** Of a crowd that has arrived; the posts' names begin like that. */
  public MovingReaders(LoadClient client, Crowd crowd, String name) {
    this.client = client;
    this.readers = crowd.readers();
    Tally nobodyWaits = new Tally(Integer.MAX_VALUE);
    for (int i = 0; i < 2 * readers.size(); i++) {
      posts.add(new Post(name + "-" + i, nobodyWaits));
    }
  }

  /** From now on one after the other moves, so many a second, evenly. */
  public void start(int perSecond) {
    long period = TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;
    client.run(
        () -> {
          startNanos = System.nanoTime();
          clock = client.every(period, () -> catchUp(perSecond));
        });
  }

  private void catchUp(int perSecond) {
    double due = (System.nanoTime() - startNanos) / 1e9 * perSecond;
    for (; moves < due; moves++) {
      readers.get(moves % readers.size()).move(posts.get(moves % posts.size()));
    }
  }

  /** Nobody moves any more; returns how often somebody has. */
  public int stop() {
    return client.call(
        () -> {
          if (clock != null) {
            clock.cancel(false);
          }
          return moves;
        });
  }
}
