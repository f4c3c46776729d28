package onlookers.bench.jmh;

import java.util.concurrent.TimeUnit;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import onlookers.protocol.BadFrameException;
import onlookers.protocol.ClientEvent;
import onlookers.protocol.Change;
import onlookers.protocol.NativeCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The native wire: one frame in, one frame out. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class CodecBenchmark {
  private static final String VIEWING = "[\"viewing\",\"13\",{\"visit\":\"mVgH0aXq3LkWc9dTzR2bNe\"}]";

  private final NativeCodec codec = new NativeCodec();
  private final Post post = new Post("13");
  private long views;

  /** What a page says first. */
  @Benchmark
  public ClientEvent decodeViewing() throws BadFrameException {
    return codec.decode(VIEWING);
  }

  /** What all on a post receive: encoded once. */
  @Benchmark
  public String encodeCounts() {
    return codec.counts(post, new Counts(2_000, ++views), Change.BOTH);
  }
}
