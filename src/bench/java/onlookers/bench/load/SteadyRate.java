package onlookers.bench.load;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Steady life elsewhere: readers who come at a fixed rate, each of whom stays for a second. */
public final class SteadyRate implements Reader.Events, AutoCloseable {
  private static final int POSTS = 50;

  private final LoadClient client;
  private final Target target;
  private final int perSecond;
  private final List<Post> posts = new ArrayList<>();
  private final Deque<Reader> present = new ArrayDeque<>();
  private final Complaints complaints = new Complaints();
  private @Nullable ScheduledFuture<?> clock;
  private int come;

  /** So many a second come, and as many go, on posts whose names begin like that. */
  public SteadyRate(LoadClient client, Target target, String name, int perSecond) {
    this.client = client;
    this.target = target;
    this.perSecond = perSecond;
    Tally nobodyWaits = new Tally(Integer.MAX_VALUE);
    for (int i = 0; i < POSTS; i++) {
      posts.add(new Post(name + "-" + i, nobodyWaits));
    }
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    client.run(() -> clock = client.every(period, this::tick));
  }

  private void tick() {
    if (present.size() >= perSecond) {
      present.remove().leave();
    }
    Post post = posts.get(come++ % posts.size());
    Reader reader = new Reader(target.dialect(), post, this, complaints);
    present.add(reader);
    client.connect(reader, target);
  }

  @Override
  public void ready(Reader reader) {
    reader.view();
  }

  @Override
  public void ended(Reader reader) {
    if (!reader.hasLeftInOrder()) {
      complaints.add("a connection ended by itself");
    }
  }

  /** How many have come. */
  public int come() {
    return client.call(() -> come);
  }

  /** What went wrong. */
  public String complaints() {
    return client.call(() -> complaints.isEmpty() ? "" : complaints.toString());
  }

  /** Nobody comes any more, and all go. */
  @Override
  public void close() {
    client.run(
        () -> {
          if (clock != null) {
            clock.cancel(false);
          }
          present.forEach(Reader::leave);
        });
  }
}
