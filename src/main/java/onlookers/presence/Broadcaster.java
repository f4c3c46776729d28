package onlookers.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.NodeMetrics.Gauge;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the counts of a post are read and who receives them. Everything is published on one
 * thread, the {@code notifier}, in the order in which it was read, so that nobody receives an older
 * value after a newer one.
 *
 * <p>Batching comes by itself: while a read is under way, further changes of the post only mark it
 * stale.
 */
final class Broadcaster {
  /** Each post is read again before that, although it is announced whatever changes. */
  private static final Duration REREAD = Duration.ofSeconds(30);

  /** Of more posts than these each has to wait longer: some twenty are read again a second. */
  private static final int REREAD_AT_MOST = 600;

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

  private final PresenceRepository repository;
  private final CountsPublisher publisher;
  private final Executor notifier;
  private final Scheduler scheduler;
  private final NodeMetrics nodeMetrics;
  private final FloodThrottle floods;
  private final Map<Post, PostState> boards = new ConcurrentHashMap<>();
  private final LongAdder viewing = new LongAdder();

  /** The posts to look at next. Touched by the scheduler alone. */
  private Iterator<PostState> looks = Collections.emptyIterator();

  /** The posts to be compared next. Touched by the scheduler alone. */
  private Iterator<PostState> samples = Collections.emptyIterator();

  private volatile boolean announced = true;
  private final AtomicBoolean polling = new AtomicBoolean();
  private volatile boolean degraded;

  Broadcaster(
      PresenceRepository repository,
      CountsPublisher publisher,
      PresenceTools tools,
      FloodThrottle floods) {
    this.repository = repository;
    this.publisher = publisher;
    this.notifier = tools.notifier();
    this.scheduler = tools.scheduler();
    this.nodeMetrics = tools.nodeMetrics();
    this.floods = floods;
  }

  void start() {
    scheduler.every(ROUND, this::rereadOld);
  }

  boolean degraded() {
    return degraded;
  }

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
    changed(readBefore(boards.values(), board -> limit));
  }

  /** One listener more, or one less, on the post. */
  void listeners(Post post, int difference) {
    boards.compute(
        post,
        (key, known) -> {
          PostState board = orNew(key, known);
          boolean before = board.listeners() > 0;
          board.listeners(difference);
          boolean after = board.listeners() > 0;
          if (before != after) {
            follow(key, after);
          }
          return orNothing(board);
        });
  }

  private void follow(Post post, boolean wanted) {
    nodeMetrics.move(Gauge.POSTS, wanted ? 1 : -1);
    if (wanted) {
      repository.follow(post);
    } else {
      repository.unfollow(post);
    }
  }

  /** One session of this node more, or one less, views the post. */
  void viewersHere(Post post, int difference) {
    viewing.add(difference);
    boards.compute(
        post,
        (key, known) -> {
          PostState board = orNew(key, known);
          board.viewersHere(difference);
          return orNothing(board);
        });
    if (degraded) {
      changed(post);
    }
  }

  /** What is shown of the post, if no change of it is known that has not been read yet. */
  @Nullable Counts shown(Post post) {
    PostState board = boards.get(post);
    return board == null ? null : board.shown();
  }

  /** The same for some posts, others each time. On the scheduler only. */
  Map<Post, Counts> sampleShown(int most) {
    if (!samples.hasNext()) {
      samples = boards.values().iterator();
    }
    Map<Post, Counts> shown = new LinkedHashMap<>();
    while (shown.size() < most && samples.hasNext()) {
      PostState board = samples.next();
      Counts counts = board.shown();
      if (counts != null) {
        shown.put(board.post, counts);
      }
    }
    return shown;
  }

  /** How long the oldest change is known that has not been read yet; zero if there is none. */
  Duration oldestUnreadChange() {
    long now = scheduler.nanoTime();
    return Duration.ofNanos(
        boards.values().stream().mapToLong(board -> board.unread(now)).max().orElse(0));
  }

  /** How many sessions of this node view anything. */
  long viewingHere() {
    return viewing.sum();
  }

  /** Whether some session of this node views one of the posts. */
  boolean viewedHere(Collection<Post> posts) {
    return posts.stream().map(boards::get).anyMatch(board -> board != null && board.isViewed());
  }

  /** Reads the counts for one listener that asked, after all that it wrote. */
  void answer(Session session, SessionListener listener, Post post) {
    if (degraded) {
      notifier.execute(() -> answerOwn(session, listener, post));
    } else {
      repository.read(post, new Answer(this, session, listener, post));
    }
  }

  /** Reads the counts of several posts for one listener that asked. Others may come first. */
  void answerAll(Session session, SessionListener listener, List<Post> posts) {
    if (posts.isEmpty()) {
      return;
    }
    if (degraded) {
      notifier.execute(() -> Guard.each(posts, post -> answerOwn(session, listener, post)));
    } else {
      repository.readAll(answers(session, listener, posts));
    }
  }

  /** The listener has left the posts, and waits for no answer any more. */
  void forget(Session session, SessionListener listener, List<Post> posts) {
    if (!posts.isEmpty()) {
      repository.forget(answers(session, listener, posts));
    }
  }

  private Map<Post, Answer> answers(Session session, SessionListener listener, List<Post> posts) {
    Map<Post, Answer> answers = new LinkedHashMap<>();
    posts.forEach(post -> answers.put(post, new Answer(this, session, listener, post)));
    return answers;
  }

  private void answerOwn(Session session, SessionListener listener, Post post) {
    Counts counts = ownCounts(post);
    listener.answer(post, counts);
    PostState board = boards.get(post);
    if (board != null
        && !board.isPublished(counts)
        && isNews(board, new Answer(this, session, listener, post), counts)) {
      changed(post);
    }
    settled(session, listener, post);
  }

  private void answered(Answer answer, Counts counts) {
    Post post = answer.post();
    answer.listener().answer(post, counts);
    PostState board = boards.get(post);
    if (board != null
        && board.learn(counts, scheduler.nanoTime())
        && isNews(board, answer, counts)) {
      changed(post);
    }
    settled(answer.session(), answer.listener(), post);
  }

  /** Whether these counts, which one listener has received now, are news to others on the post. */
  private static boolean isNews(PostState board, Answer answer, Counts counts) {
    synchronized (answer.session()) { // so that it neither comes nor goes meanwhile
      return board.publishedToOne(counts, answer.session().events().isAsked(answer.post()));
    }
  }

  /** The client's next question may follow, or what it did meanwhile. */
  private void settled(Session session, SessionListener listener, Post post) {
    List<Post> next = session.events().answered(post);
    answerAll(session, listener, next);
    if (next.isEmpty()) {
      floods.answered(session.events());
    }
  }

  /**
   * What one listener asked. Equal to another one of the same listener and post, which it stands
   * for as well.
   */
  private record Answer(
      Broadcaster broadcaster, Session session, SessionListener listener, Post post)
      implements CountsCallback {
    @Override
    public void counts(Counts counts) {
      broadcaster.answered(this, counts);
    }

    /**
     * Whoever waits for an answer receives the counts that are published to everyone when Redis is
     * back.
     */
    @Override
    public void abandoned() {
      broadcaster.notifier.execute(() -> broadcaster.settled(session, listener, post));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Answer answer
          && answer.session == session
          && answer.post.equals(post);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(session) ^ post.hashCode();
    }
  }

  /** What is to be published to everyone on the post. */
  private record Publication(Broadcaster broadcaster, PostState board) implements CountsCallback {
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
    PostState board = boards.get(post);
    if (board != null && isDue(board)) {
      read(board);
    }
  }

  /** Notes a change; if the post is to be read later, that will be done. */
  private boolean isDue(PostState board) {
    long wait = board.changed(scheduler.nanoTime());
    if (wait > 0) {
      scheduler.after(Duration.ofNanos(wait), () -> readIfDue(board));
    }
    return wait == 0;
  }

  void changedAll() {
    changed(boards.values());
  }

  /** The same for many, which are read behind those that have changed one by one. */
  private void changed(Collection<PostState> many) {
    List<PostState> due = new ArrayList<>();
    Guard.each(
        many,
        board -> {
          if (isDue(board)) {
            due.add(board);
          }
        });
    readAll(due);
  }

  private void readAll(List<PostState> due) {
    if (degraded) {
      Guard.each(due, this::read);
    } else if (!due.isEmpty()) {
      Map<Post, Publication> publications = new LinkedHashMap<>();
      due.forEach(board -> publications.put(board.post, new Publication(this, board)));
      repository.readAll(publications);
    }
  }

  /** Redis is out of reach: from now on this node counts for itself. Runs on the notifier. */
  void away() {
    switchTo(true);
  }

  /** Redis is back and knows our sessions again. Runs on the notifier. */
  void back() {
    switchTo(false);
  }

  private void switchTo(boolean alone) {
    degraded = alone;
    nodeMetrics.state().degraded(alone);
    try {
      publisher.degraded(alone);
    } finally {
      boards.values().forEach(PostState::reset);
      changedAll();
    }
  }

  private void readIfDue(PostState board) {
    if (board.due()) {
      read(board);
    }
  }

  private void read(PostState board) {
    if (degraded) {
      notifier.execute(() -> publishOwn(board));
    } else {
      repository.read(board.post, new Publication(this, board));
    }
  }

  private void publishOwn(PostState board) {
    if (degraded) {
      publish(board, ownCounts(board.post));
    } else {
      board.reset();
      changed(board.post);
    }
  }

  private void publishRead(PostState board, Counts counts) {
    board.learn(counts, scheduler.nanoTime());
    publish(board, counts);
  }

  private void publish(PostState board, Counts counts) {
    try {
      if (board.markPublished(counts, scheduler.nanoTime())) {
        publisher.publish(board.post, counts);
        nodeMetrics.pushDelays().record(board.delay(scheduler.nanoTime()));
      }
    } finally {
      if (board.reconcile()) {
        changed(board.post);
      }
    }
  }

  private Counts ownCounts(Post post) {
    PostState board = boards.get(post);
    long pending = repository.pendingViews(post);
    return board == null ? new Counts(0, pending) : board.own(pending);
  }

  private void rereadOld() {
    if (announced) {
      long now = scheduler.nanoTime();
      int posts = boards.size();
      long longest = longestReread(posts);
      int rounds = (int) Math.max(1, longest / PARTS / ROUND.toNanos());
      changed(readBefore(some(posts / rounds + 1), board -> now - rereadAfter(board, longest)));
    }
  }

  private static List<PostState> readBefore(
      Collection<PostState> some, ToLongFunction<PostState> limit) {
    return some.stream().filter(board -> board.isReadBefore(limit.applyAsLong(board))).toList();
  }

  /** The next posts, which somebody here is on; fewer at the end, after which they begin anew. */
  private List<PostState> some(int number) {
    if (!looks.hasNext()) {
      looks = boards.values().iterator();
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

  private static long longestReread(int posts) {
    return REREAD.toNanos() / REREAD_AT_MOST * Math.max(posts, REREAD_AT_MOST);
  }

  /**
   * In nanoseconds. Up to a quarter sooner: posts that were read together are not read together
   * again. The next look may come a little later.
   */
  private static long rereadAfter(PostState board, long longest) {
    long look = longest / PARTS;
    long spread = longest / 4 - look;
    return longest - look - spread / PostState.CHANCES * board.chance();
  }

  private PostState orNew(Post post, @Nullable PostState board) {
    return board == null ? new PostState(post, scheduler.nanoTime()) : board;
  }

  private static @Nullable PostState orNothing(PostState board) {
    return board.isDeserted() ? null : board;
  }
}
