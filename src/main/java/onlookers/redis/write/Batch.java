package onlookers.redis.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

/**
 * What leaves together in one pipeline: the writes in their order, then one read of each post asked
 * for. Each of them is answered or abandoned.
 */
public final class Batch {
  /**
   * A write that does not come to its end is a session that somebody else keeps changing: the next
   * sweep settles it.
   */
  private static final int MAX_ROUNDS = 8;

  private final List<Operation> writes = new ArrayList<>();
  private final List<Barrier> marks = new ArrayList<>(0);
  private final List<PendingRead> reads;

  /**
   * @param writesAndMarks operations and barriers, in their order; no two operations of one session
   * @param reads at most one of each post
   */
  public Batch(List<Queued> writesAndMarks, List<PendingRead> reads) {
    for (Queued one : writesAndMarks) {
      if (one instanceof Operation write) {
        writes.add(write);
      } else if (one instanceof Barrier mark) {
        marks.add(mark);
      }
    }
    this.reads = reads;
  }

  /** Whether there is nothing to send, and nobody to notify. */
  public boolean isEmpty() {
    return writes.isEmpty() && marks.isEmpty() && reads.isEmpty();
  }

  /** Whether a {@link Barrier} is in it: all that was queued before that is in it, or was. */
  boolean hasBarrier() {
    return !marks.isEmpty();
  }

  List<PendingRead> reads() {
    return reads;
  }

  /**
   * One round trip; more where a write goes on by what was answered. Reads of the posts that it
   * touches are asked again behind it.
   *
   * @return how many more
   */
  public int exchange(MasterConnections masters, CountsQuery query) {
    RoutedPipeline pipeline = masters.pipelined();
    writes.forEach(write -> write.send(pipeline));
    reads.forEach(read -> read.send(pipeline, query));
    pipeline.sync();
    int more = 0;
    while (more < MAX_ROUNDS && proceed(pipeline, query, more + 1)) {
      more++;
      pipeline.sync();
    }
    pipeline.sync(); // what one has queued that came no further: its answers are nobody else's
    return more;
  }

  private boolean proceed(RoutedPipeline pipeline, CountsQuery query, int round) {
    Set<Post> touched = new HashSet<>();
    boolean more = false;
    for (Operation write : writes) {
      if (write.proceed(pipeline, round)) {
        more = true;
        touched.addAll(write.touched());
      }
    }
    if (more) {
      reads.stream()
          .filter(read -> touched.contains(read.post()))
          .forEach(read -> read.send(pipeline, query));
    }
    return more;
  }

  /**
   * Takes in the replies, and gathers what is to be called back, in order. A write whose reply
   * cannot be taken in is abandoned, and keeps no other from it; counts that were read behind it
   * are not those that were asked for.
   *
   * @throws RedisAwayException when a reply says that Redis cannot work now
   * @throws IllegalStateException when a reply makes no sense
   */
  public void receive(List<Runnable> notifications) {
    Throwable failure = receiveWrites(notifications);
    if (failure == null) {
      marks.forEach(mark -> notifications.add(mark.reached()));
      failure = receiveReads(notifications);
    } else {
      Guard.each(reads, PendingRead::abandon);
    }
    if (failure instanceof RedisAwayException away) {
      throw away;
    }
    if (failure != null) {
      throw new IllegalStateException("a reply of Redis was not understood", failure);
    }
  }

  /** Returns the last failure, or {@code null}. */
  private @Nullable Throwable receiveWrites(List<Runnable> notifications) {
    Throwable failure = null;
    for (Operation write : writes) {
      try {
        Runnable notification = write.receive();
        if (notification != null) {
          notifications.add(notification);
        }
      } catch (RuntimeException | Error e) {
        Guard.run(write::abandon);
        failure = e;
      }
    }
    return failure;
  }

  /** Returns the last failure, or {@code null}. */
  private @Nullable Throwable receiveReads(List<Runnable> notifications) {
    Throwable failure = null;
    for (PendingRead read : reads) {
      try {
        notifications.add(read.receive());
      } catch (RuntimeException | Error e) {
        Guard.run(read::abandon);
        failure = e;
      }
    }
    return failure;
  }

  /** Nothing of it is known to be done. Does not throw. */
  public void abandon() {
    Guard.each(writes, Operation::abandon);
    Guard.each(reads, PendingRead::abandon);
  }
}
