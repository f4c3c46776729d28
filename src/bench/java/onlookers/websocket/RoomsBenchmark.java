package onlookers.websocket;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import onlookers.presence.Counts;
import onlookers.runtime.NodeMetrics;
import onlookers.presence.Post;
import onlookers.protocol.NativeCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The subscriptions of one post above a transport that takes everything at once: what a push costs
 * before it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class RoomsBenchmark {
  private static final int SUBSCRIPTIONS = 2_000;

  /** One for all, as it is with the wires. */
  private static final NativeCodec CODEC = new NativeCodec();

  private final Post post = new Post("13");
  private final Rooms rooms = new Rooms();
  private final Subscription visitor = subscription();
  private long views;

  /** Fills the room. */
  @Setup
  public void fill() {
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      Subscription subscription = subscription();
      rooms.enter(post, subscription);
      subscription.answer(new CountsFrame(post, new Counts(0, 0)));
    }
  }

  private static Subscription subscription() {
    Transport wire =
        new Transport() {
          @Override
          public boolean send(Frame frame, Consumer<Boolean> done) {
            return true;
          }

          @Override
          public void ping() {}

          @Override
          public void close(CloseStatus closeStatus) {}
        };
    return new Subscription(new Outbox(wire, CODEC, new NodeMetrics(), () -> {}));
  }

  /** New counts for everybody; for one of them. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIPTIONS)
  public void publish() {
    rooms.publish(post, new Counts(SUBSCRIPTIONS, ++views));
  }

  /** One more comes in and goes. */
  @Benchmark
  public void enterAndExit() {
    rooms.enter(post, visitor);
    rooms.exit(post, visitor);
  }
}
