package onlookers.presence;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import onlookers.presence.Instruments.Gauge;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the counts of a post are read and who is told. Everything is told on one thread, the
 * {@code teller}, in the order in which it was read, so that nobody hears an older value after a
 * newer one.
 *
 * <p>Batching comes by itself: while a read is under way, further changes of the post only mark it
 * stale.
 */
final class Broadcaster {
  /**
   * Counts shown equal Redis within 5 s whatever was missed: each post is read again before that.
   */
  private static final Duration REREAD = Duration.ofMillis(3_500);

  /** The same where changes are not announced. */
  private static final Duration POLL = Duration.ofMillis(900);

  private static final Duration ROUND = Duration.ofMillis(250);

  private final PresenceRepository repository;
  private final Audience audience;
  private final Executor teller;
  private final Scheduler scheduler;
  private final Instruments instruments;
  private final Map<Post, Board> boards = new ConcurrentHashMap<>();
  private volatile boolean announced = true;
  private volatile boolean degraded;

  Broadcaster(PresenceRepository repository, Audience audience, PresenceTools tools) {
    this.repository = repository;
    this.audience = audience;
    this.teller = tools.teller();
    this.scheduler = tools.scheduler();
    this.instruments = tools.instruments();
  }

  void start() {
    scheduler.every(ROUND, this::rereadOld);
  }

  boolean degraded() {
    return degraded;
  }

  void announced(boolean value) {
    announced = value;
  }

  /** One listener more, or one less, on the post. */
  void listeners(Post post, int difference) {
    boards.compute(
        post,
        (key, known) -> {
          Board board = orNew(key, known);
          boolean before = board.listeners() > 0;
          board.listeners(difference);
          boolean after = board.listeners() > 0;
          if (before != after) {
            instruments.move(Gauge.POSTS, after ? 1 : -1);
          }
          return orNothing(board);
        });
  }

  /** One session of this node more, or one less, views the post. */
  void viewersHere(Post post, int difference) {
    boards.compute(
        post,
        (key, known) -> {
          Board board = orNew(key, known);
          board.viewersHere(difference);
          return orNothing(board);
        });
    if (degraded) {
      changed(post);
    }
  }

  /** Reads the counts for one listener that asked, after all that it wrote. */
  void answer(Post post, Listener listener) {
    if (degraded) {
      teller.execute(() -> listener.answer(post, ownCounts(post)));
      return;
    }
    repository.read(post, new Answer(this, post, listener));
  }

  /** The listener has left the post, and waits for no answer any more. */
  void forget(Post post, Listener listener) {
    repository.forget(post, new Answer(this, post, listener));
  }

  private void answered(Post post, Listener listener, Counts counts) {
    listener.answer(post, counts);
    Board board = boards.get(post);
    if (board != null && board.learn(counts, scheduler.nanoTime())) {
      board.toldOne(counts);
      changed(post);
    }
  }

  /**
   * What one listener asked. Equal to another one of the same listener and post, which it stands
   * for as well.
   */
  private record Answer(Broadcaster broadcaster, Post post, Listener listener)
      implements CountsCallback {
    @Override
    public void counts(Counts counts) {
      broadcaster.answered(post, listener, counts);
    }

    /** Whoever waits for an answer hears the counts that everyone is told when Redis is back. */
    @Override
    public void abandoned() {}
  }

  /** What everyone on the post is to be told. */
  private record Publication(Broadcaster broadcaster, Board board) implements CountsCallback {
    @Override
    public void counts(Counts counts) {
      broadcaster.publishRead(board, counts);
    }

    @Override
    public void abandoned() {
      board.abandon();
    }
  }

  /**
   * The post may have changed: reads it as soon as its interval allows, if somebody here listens.
   */
  void changed(Post post) {
    Board board = boards.get(post);
    if (board == null) {
      return;
    }
    long wait = board.changed(scheduler.nanoTime());
    if (wait == 0) {
      read(board);
    } else if (wait != Board.NOT_NOW) {
      scheduler.after(Duration.ofNanos(wait), () -> readIfDue(board));
    }
  }

  void changedAll() {
    Guard.each(boards.keySet(), this::changed);
  }

  /** Redis is out of reach: from now on this node counts for itself. Runs on the teller. */
  void away() {
    switchTo(true);
  }

  /** Redis is back and knows our sessions again. Runs on the teller. */
  void back() {
    switchTo(false);
  }

  private void switchTo(boolean alone) {
    degraded = alone;
    instruments.degraded(alone);
    try {
      audience.degraded(alone);
    } finally {
      Guard.each(boards.values(), this::retell);
    }
  }

  private void retell(Board board) {
    board.reset();
    changed(board.post);
  }

  private void readIfDue(Board board) {
    if (board.due()) {
      read(board);
    }
  }

  private void read(Board board) {
    if (degraded) {
      teller.execute(() -> publishOwn(board));
    } else {
      repository.read(board.post, new Publication(this, board));
    }
  }

  private void publishOwn(Board board) {
    if (degraded) {
      publish(board, ownCounts(board.post));
    } else {
      board.reset();
      changed(board.post);
    }
  }

  private void publishRead(Board board, Counts counts) {
    board.learn(counts, scheduler.nanoTime());
    publish(board, counts);
  }

  private void publish(Board board, Counts counts) {
    try {
      if (board.tell(counts, scheduler.nanoTime())) {
        audience.tell(board.post, counts);
      }
    } finally {
      if (board.settle()) {
        changed(board.post);
      }
    }
  }

  private Counts ownCounts(Post post) {
    Board board = boards.get(post);
    long unwritten = repository.unwrittenViews(post);
    return board == null ? new Counts(0, unwritten) : board.own(unwritten);
  }

  private void rereadOld() {
    long before = scheduler.nanoTime() - (announced ? REREAD : POLL).toNanos();
    Guard.each(
        boards.values(),
        board -> {
          if (board.isReadBefore(before)) {
            changed(board.post);
          }
        });
  }

  private Board orNew(Post post, @Nullable Board board) {
    return board == null ? new Board(post, scheduler.nanoTime()) : board;
  }

  private static @Nullable Board orNothing(Board board) {
    return board.isDeserted() ? null : board;
  }
}
