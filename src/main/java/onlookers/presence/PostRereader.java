package onlookers.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import onlookers.runtime.Scheduler;

/**
 * Has posts read again of which no change was announced: each now and then, in case an announcement
 * was lost, and all of them each second where Redis announces none.
 */
final class PostRereader {
  /**
   * Each post is read again before that, although it is announced whatever changes: what is shown
   * is right within 10 s even if announcements were switched off for a moment that nobody noticed.
   */
  private static final Duration REREAD = Duration.ofSeconds(9);

  /** Of more posts than these each has to wait longer: some twenty are read again a second. */
  private static final int REREAD_AT_MOST = 180;

  /** The same where changes are not announced: counts shown are hardly older than a second. */
  private static final Duration POLL = Duration.ofMillis(900);

  /** How often some posts are looked at. */
  private static final Duration ROUND = Duration.ofSeconds(1);

  /** How often all of them are, where changes are not announced. */
  private static final Duration POLL_ROUND = Duration.ofMillis(250);

  /**
   * All posts are looked at once in so many parts of the time after which they are read again,
   * because a look at each costs something, too: of thousands none is in the processor's cache.
   */
  private static final int PARTS = 15;

  private final PostStates states;
  private final Scheduler scheduler;
  private final Consumer<Collection<PostState>> reread;
  private final AtomicBoolean polling = new AtomicBoolean();
  private volatile boolean announced = true;

  /** The posts to look at next. Touched by the scheduler alone. */
  private Iterator<PostState> looks = Collections.emptyIterator();

  /**
   * Does nothing before {@link #start}.
   *
   * @param reread has these posts read as if each had changed
   */
  PostRereader(PostStates states, Scheduler scheduler, Consumer<Collection<PostState>> reread) {
    this.states = states;
    this.scheduler = scheduler;
    this.reread = reread;
  }

  void start() {
    scheduler.every(ROUND, this::rereadOld);
  }

  /** Whether Redis announces changes. */
  void announced(boolean value) {
    boolean begins = announced && !value;
    announced = value;
    if (begins && polling.compareAndSet(false, true)) {
      scheduler.execute(this::poll);
    }
  }

  /** Looks at all posts again and again, until changes are announced. */
  private void poll() {
    if (announced) {
      polling.set(false);
      if (announced || !polling.compareAndSet(false, true)) { // asked last: as it may have ended
        return;
      }
    }
    scheduler.after(POLL_ROUND, this::poll);
    long limit = scheduler.nanoTime() - POLL.toNanos();
    reread.accept(readBefore(states.all(), state -> limit));
  }

  private void rereadOld() {
    if (announced) {
      long now = scheduler.nanoTime();
      int number = states.all().size();
      long longest = longestReread(number);
      int rounds = (int) Math.max(1, longest / PARTS / ROUND.toNanos());
      List<PostState> some = some(number / rounds + 1);
      reread.accept(readBefore(some, state -> now - rereadAfter(state, longest)));
    }
  }

  private static List<PostState> readBefore(
      Collection<PostState> some, ToLongFunction<PostState> limit) {
    return some.stream().filter(state -> state.isReadBefore(limit.applyAsLong(state))).toList();
  }

  /** The next posts, which somebody here is on; fewer at the end, after which they begin anew. */
  private List<PostState> some(int number) {
    if (!looks.hasNext()) {
      looks = states.all().iterator();
    }
    List<PostState> some = new ArrayList<>(number);
    while (some.size() < number && looks.hasNext()) {
      PostState next = looks.next();
      if (!next.isDeserted()) { // since the iterator has found it
        some.add(next);
      }
    }
    return some;
  }

  private static long longestReread(int number) {
    return REREAD.toNanos() / REREAD_AT_MOST * Math.max(number, REREAD_AT_MOST);
  }

  /**
   * In nanoseconds. Up to a quarter sooner: posts that were read together are not read together
   * again. The next look may come a little later.
   */
  private static long rereadAfter(PostState state, long longest) {
    long look = longest / PARTS;
    long spread = longest / 4 - look;
    return longest - look - spread / PostState.CHANCES * state.chance();
  }
}
