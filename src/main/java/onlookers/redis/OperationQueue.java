package onlookers.redis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import onlookers.presence.CountsCallback;
import onlookers.presence.Post;
import onlookers.runtime.Guard;

/**
 * What waits for the ordered thread: writes, in their order, and one read for each post that
 * anybody asked for, after the writes that were there before it.
 *
 * <p>It is open while Redis is in reach. What is submitted while it is closed is abandoned at once,
 * and so is everything that waits when it closes. Being opened, closed and submitted to exclude
 * each other: a view is either among those that {@link #open} takes first, or comes behind them.
 *
 * <p>Reads are bounded by the posts and sockets of this node. Of writes, {@value #MAX_WRITES} wait
 * at most; one more {@linkplain #hasOverflowed() overflows} the queue, and everything is to be
 * written anew, as after a loss of Redis.
 */
final class OperationQueue {
  /** Some seconds of Redis' work, and some fifty megabytes. */
  static final int MAX_WRITES = 200_000;

  private final int maxWrites;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Deque<Queued> writes = new ArrayDeque<>();
  private final ReadQueue reads = new ReadQueue();

  /** Writes that have come, and those of them that were handed out, since the queue exists. */
  private long submitted;

  private long taken;
  private boolean open;
  private boolean overflowed;

  OperationQueue() {
    this(MAX_WRITES);
  }

  OperationQueue(int maxWrites) {
    this.maxWrites = maxWrites;
  }

  /** Queues a write, or abandons it. */
  void submit(Queued write) {
    lock.lock();
    try {
      if (open && writes.size() < maxWrites) {
        add(write);
      } else {
        overflowed |= open;
        write.abandon();
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(Queued write) {
    writes.add(write);
    submitted++;
    filled.signal();
  }

  /** Asks for the counts of a post, after all writes that wait. */
  void read(Post post, CountsCallback reader) {
    lock.lock();
    try {
      if (open) {
        reads.add(post, reader, submitted);
        filled.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    reader.abandoned();
  }

  /**
   * Asks for the counts of many posts, after all writes that wait; who asks for one of them may be
   * answered before.
   */
  void readAll(Map<Post, ? extends CountsCallback> readers) {
    lock.lock();
    try {
      if (open) {
        reads.addAll(readers, submitted);
        filled.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    Guard.each(readers.values(), CountsCallback::abandoned);
  }

  /** Who asked has gone: of the questions those that still wait are theirs no more. */
  void forget(Map<Post, ? extends CountsCallback> readers) {
    lock.lock();
    try {
      reads.forget(readers);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Opens the queue.
   *
   * @param first says what is to be written before anything else
   */
  void open(Supplier<? extends Collection<? extends Queued>> first) {
    lock.lock();
    try {
      first.get().forEach(this::add);
      overflowed = false;
      open = true;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the queue, and abandons what waits. */
  void close() {
    List<Queued> abandoned;
    List<PendingRead> unread;
    lock.lock();
    try {
      open = false;
      abandoned = List.copyOf(writes);
      unread = reads.clear();
      taken = submitted;
      writes.clear();
    } finally {
      lock.unlock();
    }
    abandoned.forEach(Queued::abandon);
    unread.forEach(PendingRead::abandon);
  }

  /** Whether a write was refused since the queue was opened, because too many wait. */
  boolean hasOverflowed() {
    lock.lock();
    try {
      return overflowed;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return writes.isEmpty() && reads.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is something; answers whether there is.
   *
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  boolean await(Duration longest) throws InterruptedException {
    long nanos = longest.toNanos();
    lock.lockInterruptibly();
    try {
      while (writes.isEmpty() && reads.isEmpty()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = filled.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands out so many writes at most, and of the reads for which no other write need be sent before
   * {@linkplain ReadQueue#take about} as many.
   */
  Batch take(int most) {
    lock.lock();
    try {
      List<Queued> some = takeWrites(most);
      return new Batch(some, reads.take(most, taken));
    } finally {
      lock.unlock();
    }
  }

  private List<Queued> takeWrites(int most) {
    int number = Math.min(most, writes.size());
    List<Queued> some = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      some.add(writes.remove());
    }
    taken += number;
    return some;
  }
}
