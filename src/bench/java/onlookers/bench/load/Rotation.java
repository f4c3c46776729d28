package onlookers.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import onlookers.bench.measure.Latencies;

/** Readers who go as soon as they have received the first counts, and make room for the next. */
public final class Rotation implements Reader.Events {
  private final LoadClient client;
  private final Target target;
  private final List<Post> posts = new ArrayList<>();
  private final Complaints complaints = new Complaints();
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private final Latencies firstPushes = new Latencies();
  private int sessions;
  private int started;
  private int ended;
  private int inOrder;
  private long pushes;

  /** One on so many posts, whose names begin like that. */
  public Rotation(LoadClient client, Target target, String name, int posts) {
    this.client = client;
    this.target = target;
    Tally nobodyWaits = new Tally(Integer.MAX_VALUE);
    for (int i = 0; i < posts; i++) {
      this.posts.add(new Post(name + "-" + i, nobodyWaits));
    }
  }

  /**
   * Starts it.
   *
   * @return completes with {@link System#nanoTime()} when the last one has gone
   */
  public CompletableFuture<Long> start(int total, int atATime) {
    client.run(
        () -> {
          sessions = total;
          for (int i = 0; i < Math.min(total, atATime); i++) {
            next();
          }
        });
    return done;
  }

  private void next() {
    Post post = posts.get(started++ % posts.size());
    client.connect(new Reader(target.dialect(), post, this, complaints), target);
  }

  @Override
  public void ready(Reader reader) {
    reader.view();
  }

  @Override
  public void received(Reader reader) {
    reader.leave();
  }

  @Override
  public void ended(Reader reader) {
    ended++;
    pushes += reader.pushes();
    if (reader.firstPushAfterNanos() >= 0 && reader.hasLeftInOrder()) {
      firstPushes.add(reader.firstPushAfterNanos());
      inOrder++;
    }
    if (started < sessions) {
      next();
    } else if (ended == sessions) {
      done.complete(System.nanoTime());
    }
  }

  /** Frames with counts that all got. */
  public long pushes() {
    return client.call(() -> pushes);
  }

  /** From {@code viewing} to the first counts. */
  public Latencies firstPushes() {
    return client.call(() -> firstPushes);
  }

  /** How many received counts and were answered when they left. */
  public int inOrder() {
    return client.call(() -> inOrder);
  }

  /** What went wrong. */
  public String complaints() {
    return client.call(() -> complaints.isEmpty() ? "" : complaints.toString());
  }
}
