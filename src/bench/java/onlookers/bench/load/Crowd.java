package onlookers.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import onlookers.bench.measure.Latencies;

/** Readers that arrive one after the other, stay, and leave one after the other. */
public final class Crowd implements Reader.Events {
  private final LoadClient client;
  private final Target target;
  private final List<Reader> readers = new ArrayList<>();
  private final Complaints complaints = new Complaints();
  private final CompletableFuture<Long> arrived = new CompletableFuture<>();
  private final CompletableFuture<Long> gone = new CompletableFuture<>();
  private int parallel;
  private int started;
  private int viewing;
  private int failures;
  private boolean leaving;
  private int dismissed;
  private int ended;

  /** One reader for each element, who views that post. */
  public Crowd(LoadClient client, Target target, List<Post> posts) {
    this.client = client;
    this.target = target;
    posts.forEach(
        post -> readers.add(new Reader(target.dialect(), post, this, complaints)));
  }

  /**
   * Lets them arrive.
   *
   * @param handshakes how many may be under way at a time
   * @return completes with {@link System#nanoTime()} when the last one has sent its {@code viewing}
   *     or failed to connect
   */
  public CompletableFuture<Long> arrive(int handshakes) {
    client.run(
        () -> {
          parallel = handshakes;
          admit();
        });
    return arrived;
  }

  private void admit() {
    while (started < readers.size() && started - viewing - failures < parallel) {
      client.connect(readers.get(started++), target);
    }
    if (viewing + failures == readers.size()) {
      arrived.complete(System.nanoTime());
    }
  }

  @Override
  public void ready(Reader reader) {
    viewing++;
    reader.view();
    admit();
  }

  @Override
  public void ended(Reader reader) {
    ended++;
    if (!reader.isReady()) {
      failures++;
    }
    if (leaving) {
      dismiss();
    } else {
      complaints.add("a connection ended by itself");
      admit();
    }
  }

  /**
   * Lets them leave, each by a close frame.
   *
   * @param closes how many may be under way at a time
   * @return completes with {@link System#nanoTime()} when all connections have ended
   */
  public CompletableFuture<Long> leave(int closes) {
    client.run(
        () -> {
          parallel = closes;
          leaving = true;
          dismiss();
        });
    return gone;
  }

  private void dismiss() {
    while (dismissed < readers.size() && dismissed - ended < parallel) {
      Reader reader = readers.get(dismissed++);
      reader.reading(true);
      reader.leave();
    }
    if (ended == readers.size()) {
      gone.complete(System.nanoTime());
    }
  }

  /** Ends what is left without a word. */
  public void abort() {
    client.run(() -> readers.forEach(Reader::abort));
  }

  /** Its readers, in the order of the posts given; to be touched in the event loop. */
  public List<Reader> readers() {
    return readers;
  }

  /** Frames with counts that all of them got. */
  public long pushes() {
    return client.call(() -> readers.stream().mapToLong(Reader::pushes).sum());
  }

  /** How many are connected and stay. */
  public int connected() {
    return client.call(() -> viewing - (ended - failures));
  }

  /** How many were answered when they left. */
  public long leftInOrder() {
    return client.call(() -> readers.stream().filter(Reader::hasLeftInOrder).count());
  }

  /** From {@code viewing} to the first counts. */
  public Latencies firstPushes() {
    return client.call(
        () -> {
          Latencies latencies = new Latencies();
          readers.stream()
              .mapToLong(Reader::firstPushAfterNanos)
              .filter(nanos -> nanos >= 0)
              .forEach(latencies::add);
          return latencies;
        });
  }

  /** What went wrong. */
  public String complaints() {
    return client.call(() -> complaints.isEmpty() ? "" : complaints.toString());
  }
}
