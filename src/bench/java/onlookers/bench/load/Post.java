package onlookers.bench.load;

import io.netty.buffer.ByteBuf;
import onlookers.bench.measure.Latencies;
import org.jspecify.annotations.Nullable;

/**
 * A post, and what its readers must receive in the end. Knows at any time how many of them know it.
 * Belongs to the event loop.
 */
public final class Post {
  private final String id;
  private final byte[] name;
  private final Tally tally;
  private byte @Nullable [] viewing;
  private long viewers = Reader.UNKNOWN;
  private long views = Reader.UNKNOWN;
  private int generation = 1;
  private int right;
  private long sinceNanos;
  private @Nullable Latencies latencies;

  /**
   * A post.
   *
   * @param id of at most 32 characters
   * @param tally of all its readers, and maybe of other posts' too
   */
  public Post(String id, Tally tally) {
    this.id = id;
    this.name = Digits.ascii(id + '"');
    this.tally = tally;
  }

  /** Its id. */
  public String id() {
    return id;
  }

  /** From now on these counts are right, and nobody knows them. */
  public void expect(long newViewers, long newViews) {
    tally.renew();
    tally.add(-right);
    right = 0;
    generation++;
    viewers = newViewers;
    views = newViews;
  }

  /** The same; and for each reader that learns them, notes how long that took from now. */
  public void expect(long newViewers, long newViews, Latencies into) {
    expect(newViewers, newViews);
    latencies = into;
    sinceNanos = System.nanoTime();
  }

  void check(Reader reader) {
    boolean isRight = reader.viewers() == viewers && reader.views() == views;
    if (isRight == (reader.rightIn == generation)) {
      return;
    }
    if (isRight) {
      reader.rightIn = generation;
      count(1);
      if (latencies != null) {
        latencies.add(System.nanoTime() - sinceNanos);
      }
    } else {
      forget(reader);
    }
  }

  /** The reader goes, or is not right any more. */
  void forget(Reader reader) {
    if (reader.rightIn == generation) {
      count(-1);
    }
    reader.rightIn = 0;
  }

  private void count(int difference) {
    right += difference;
    tally.add(difference);
  }

  boolean isNamed(ByteBuf buffer, int start, int end) {
    return Digits.startsWith(buffer, start, end, name);
  }

  byte[] viewing(Dialect dialect) {
    if (viewing == null) {
      viewing = Frames.text(dialect.viewing(id));
    }
    return viewing;
  }
}
