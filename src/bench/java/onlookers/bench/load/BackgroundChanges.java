package onlookers.bench.load;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Two posts that change a hundred times a second, because somebody goes to and fro between them. */
public final class BackgroundChanges implements Reader.Events, AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final LoadClient client;
  private final List<Post> posts = new ArrayList<>();
  private final Reader reader;
  private @Nullable ScheduledFuture<?> clock;
  private int moves;

  /** On the posts with these two ids, until it is closed. */
  public BackgroundChanges(LoadClient client, Target target, List<String> ids) {
    this.client = client;
    Tally nobodyWaits = new Tally(Integer.MAX_VALUE);
    ids.forEach(id -> posts.add(new Post(id, nobodyWaits)));
    reader = new Reader(target.dialect(), posts.get(0), this, new Complaints());
    client.run(() -> client.connect(reader, target));
  }

  @Override
  public void ready(Reader self) {
    clock = client.every(PERIOD_NANOS, () -> self.move(posts.get(moves++ % posts.size())));
  }

  @Override
  public void ended(Reader self) {
    stop();
  }

  private void stop() {
    if (clock != null) {
      clock.cancel(false);
    }
  }

  @Override
  public void close() {
    client.run(
        () -> {
          stop();
          reader.leave();
        });
  }
}
