package onlookers.bench.load;

import java.util.concurrent.CompletableFuture;

/** One reader that views and leaves on command. */
public final class Probe implements Reader.Events {
  private final LoadClient client;
  private final Complaints complaints = new Complaints();
  private final CompletableFuture<Long> ready = new CompletableFuture<>();
  private final CompletableFuture<Long> received = new CompletableFuture<>();
  private final CompletableFuture<Long> ended = new CompletableFuture<>();
  private final Reader reader;

  private Probe(LoadClient client, Target target, Post post) {
    this.client = client;
    reader = new Reader(target.dialect(), post, this, complaints);
    client.run(() -> client.connect(reader, target));
  }

  /**
   * Connects one who is going to view that post. What they receive does not count among its
   * readers'.
   */
  public static Probe connect(LoadClient client, Target target, Post post) {
    return new Probe(client, target, new Post(post.id(), new Tally(Integer.MAX_VALUE)));
  }

  /** In the same turn of the event loop: what goes before, then their {@code viewing}. */
  public void view(Runnable before) {
    client.run(
        () -> {
          before.run();
          reader.view();
        });
  }

  /** In the same turn of the event loop: what goes before, then his close frame. */
  public void leave(Runnable before) {
    client.run(
        () -> {
          before.run();
          reader.leave();
        });
  }

  @Override
  public void ready(Reader self) {
    ready.complete(System.nanoTime());
  }

  @Override
  public void received(Reader self) {
    received.complete(System.nanoTime());
  }

  @Override
  public void ended(Reader self) {
    ended.complete(System.nanoTime());
  }

  /** Completes when he may speak. */
  public CompletableFuture<Long> ready() {
    return ready;
  }

  /** Completes when they have received both counts. */
  public CompletableFuture<Long> received() {
    return received;
  }

  /** Completes when his connection has ended. */
  public CompletableFuture<Long> ended() {
    return ended;
  }

  /** From his {@code viewing} to his first counts, in nanoseconds. */
  public long firstPushAfterNanos() {
    return client.call(reader::firstPushAfterNanos);
  }

  /** What went wrong. */
  public String complaints() {
    return client.call(() -> complaints.isEmpty() ? "" : complaints.toString());
  }
}
