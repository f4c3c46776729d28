package onlookers.redis.write;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import onlookers.presence.CountsCallback;
import onlookers.presence.Post;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;

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
 * written anew, as after a loss of Redis. What is written anew is bounded by what this node has,
 * and neither needs room among those nor takes any: else a node with many sessions would overflow
 * each time that Redis is back.
 *
 * <p>Whoever submits waits for nobody else who does, and neither does the ordered thread: among
 * forty threads with long lists it would have its turn only after all of them.
 */
final class OperationQueue {
  /** Some seconds of Redis' work, and some fifty megabytes. */
  static final int MAX_WRITES = 200_000;

  private final int maxWrites;
  private final Lock submitting;
  private final Lock switching;

  /** What has come, and is put in its place by the ordered thread. */
  private final Queue<Runnable> arrivals = new ConcurrentLinkedQueue<>();

  private final AtomicInteger writesWaiting = new AtomicInteger();
  private volatile boolean open;
  private volatile boolean overflowed;
  private volatile @Nullable Thread waiter;

  // Of the ordered thread alone, from here.

  private final Deque<Waiting> writes = new ArrayDeque<>();
  private final ReadQueue reads = new ReadQueue();

  /** Writes that have come since the queue exists. */
  private long submitted;

  /** Of these so many were handed out, and none that came before the last of them still waits. */
  private long taken;

  OperationQueue() {
    this(MAX_WRITES);
  }

  OperationQueue(int maxWrites) {
    this.maxWrites = maxWrites;
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    submitting = lock.readLock();
    switching = lock.writeLock();
  }

  /** Queues a write, or abandons it. */
  void submit(Queued write) {
    submitting.lock();
    try {
      if (open && hasRoom()) {
        arrive(() -> add(write, true));
      } else {
        overflowed |= open;
        write.abandon();
      }
    } finally {
      submitting.unlock();
    }
  }

  private boolean hasRoom() {
    boolean room = writesWaiting.incrementAndGet() <= maxWrites;
    if (!room) {
      writesWaiting.decrementAndGet();
    }
    return room;
  }

  private void add(Queued write, boolean takesRoom) {
    writes.add(new Waiting(write, ++submitted, takesRoom));
  }

  /**
   * Queues what is written anew, or abandons it. On the ordered thread, which all others wait for.
   */
  void submitAnew(Queued write) {
    if (!arrivesWhileOpen(() -> add(write, false))) {
      write.abandon();
    }
  }

  /** Asks for the counts of a post, after all writes that wait. */
  void read(Post post, CountsCallback reader) {
    if (!arrivesWhileOpen(() -> reads.add(post, reader, submitted))) {
      reader.abandoned();
    }
  }

  /**
   * Asks for the counts of many posts, after all writes that wait; who asks for one of them may be
   * answered before.
   */
  void readAll(Map<Post, ? extends CountsCallback> readers) {
    if (!arrivesWhileOpen(() -> reads.addAll(readers, submitted))) {
      Guard.each(readers.values(), CountsCallback::abandoned);
    }
  }

  /** Who asked has gone: of the questions those that still wait are theirs no more. */
  void forget(Map<Post, ? extends CountsCallback> readers) {
    arrivesWhileOpen(() -> reads.forget(readers));
  }

  private boolean arrivesWhileOpen(Runnable arrival) {
    submitting.lock();
    try {
      boolean taken = open;
      if (taken) {
        arrive(arrival);
      }
      return taken;
    } finally {
      submitting.unlock();
    }
  }

  private void arrive(Runnable arrival) {
    arrivals.add(arrival);
    Thread sleeper = waiter;
    if (sleeper != null) {
      LockSupport.unpark(sleeper);
    }
  }

  /**
   * Opens the queue. On the ordered thread, as all that follows.
   *
   * @param first says what is to be written before anything else; nobody submits meanwhile, so it
   *     must not wait for anything that somebody who submits may hold
   */
  void open(Supplier<? extends Collection<? extends Queued>> first) {
    open(first, List::of);
  }

  /**
   * The same.
   *
   * @param then says what is to be written after that, and before all that is submitted; it may
   *     wait for a session, whose step may be submitting
   */
  void open(
      Supplier<? extends Collection<? extends Queued>> first,
      Supplier<? extends Collection<? extends Queued>> then) {
    switching.lock();
    try {
      addAll(first.get());
      overflowed = false;
      open = true;
    } finally {
      switching.unlock();
    }
    addAll(then.get()); // what is submitted has arrived at most, and has no place yet
  }

  private void addAll(Collection<? extends Queued> many) {
    many.forEach(write -> add(write, false));
  }

  /** Closes the queue, and abandons what waits. */
  void close() {
    switching.lock();
    try {
      open = false;
    } finally {
      switching.unlock();
    }
    acceptArrivals();
    List<Waiting> abandoned = List.copyOf(writes);
    List<PendingRead> unread = reads.clear();
    taken = submitted;
    writes.clear();
    writesWaiting.set(0);
    Guard.each(abandoned, waiting -> waiting.write.abandon());
    Guard.each(unread, PendingRead::abandon);
  }

  private void acceptArrivals() {
    for (Runnable arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
      arrival.run();
    }
  }

  /** Whether a write was refused since the queue was opened, because too many wait. */
  boolean hasOverflowed() {
    return overflowed;
  }

  boolean isEmpty() {
    acceptArrivals();
    return writes.isEmpty() && reads.isEmpty();
  }

  /**
   * Waits until there is something; returns whether there is.
   *
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  boolean await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    waiter = Thread.currentThread();
    try {
      while (isEmpty()) { // asked after the waiter is known, so that nothing comes unnoticed
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
          return false;
        }
        LockSupport.parkNanos(this, nanos);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return true;
    } finally {
      waiter = null;
    }
  }

  /**
   * Hands out so many writes at most, and of the reads for which no other write need be sent before
   * {@linkplain ReadQueue#take about} as many.
   */
  Batch take(int most) {
    acceptArrivals();
    List<Queued> some = takeWrites(most);
    return new Batch(some, reads.take(most, taken));
  }

  /**
   * Of each session one: its next step may follow from what this one is answered. Those of others
   * do not wait for it, or clients who send two events at a time would leave two writes to a batch,
   * and make everybody wait.
   */
  private List<Queued> takeWrites(int most) {
    List<Queued> some = new ArrayList<>(Math.min(most, writes.size()));
    Set<String> sessions = new HashSet<>();
    Deque<Waiting> passed = new ArrayDeque<>(0);
    int left = 0;
    while (some.size() < most && passed.size() < most && !writes.isEmpty()) {
      String session = writes.element().write.session();
      if (session == null && !passed.isEmpty()) {
        break; // it is a place in the queue, perhaps
      }
      Waiting next = writes.remove();
      if (session == null || sessions.add(session)) {
        some.add(next.write);
        left += next.takesRoom ? 1 : 0;
      } else {
        passed.push(next);
      }
    }
    passed.forEach(writes::addFirst);
    taken = writes.isEmpty() ? submitted : writes.element().number - 1;
    writesWaiting.addAndGet(-left);
    return some;
  }

  /**
   * A write that waits.
   *
   * @param number how many have come, this one included
   * @param takesRoom whether it is among those that are limited
   */
  private record Waiting(Queued write, long number, boolean takesRoom) {}
}
