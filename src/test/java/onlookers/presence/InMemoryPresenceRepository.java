package onlookers.presence;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The repository without Redis: what the domain's tests write to, and what the contract holds it
 * to. It can be late, cannot keep up, and keeps the views of an outage pending.
 */
public final class InMemoryPresenceRepository implements PresenceRepository {
  private final InMemoryRedis redis;
  private final Executor notifier;
  private final Map<String, Viewing> unconfirmed = new LinkedHashMap<>();
  private final Map<Post, Long> unconfirmedOf = new HashMap<>();
  private final Deque<Runnable> late = new ArrayDeque<>();
  private final List<String> follows = new CopyOnWriteArrayList<>();
  private final Set<Post> followed = ConcurrentHashMap.newKeySet();
  private final List<Kind> kinds = new CopyOnWriteArrayList<>();
  private final Set<String> given = ConcurrentHashMap.newKeySet();
  private final AtomicInteger siteReads = new AtomicInteger();
  private boolean away;
  private boolean refusing;
  private boolean overloaded;
  private boolean isLate;
  private int reads;
  private int writes;
  private int resumes;

  /** Of the node whose readers are told on that thread. */
  public InMemoryPresenceRepository(InMemoryRedis redis, Executor notifier) {
    this.redis = redis;
    this.notifier = notifier;
  }

  /** Redis goes, and what is written from now on is lost, but for views; or it comes back. */
  synchronized void away(boolean value) {
    away = value;
    if (!away) {
      synchronized (redis) {
        unconfirmed.values().forEach(this::count);
      }
      unconfirmed.clear();
      unconfirmedOf.clear();
    }
  }

  /** How each session was given to be written, in order. */
  List<Kind> kinds() {
    return kinds;
  }

  /** From now on every session is refused, as where a key holds something else than it should. */
  void refuse() {
    refusing = true;
  }

  /** From now on reads are abandoned although Redis is there, or no longer. */
  void overloaded(boolean value) {
    overloaded = value;
  }

  /** From now on who asks is answered by {@link #answerNext}. */
  void beLate() {
    isLate = true;
  }

  /** How often counts were asked for. */
  int reads() {
    return reads;
  }

  /** How often sessions were written, or their end was. */
  int writes() {
    return writes;
  }

  /** How often sessions of other nodes were asked for. */
  int resumes() {
    return resumes;
  }

  /** How many wait for an answer. */
  synchronized int waiting() {
    return late.size();
  }

  /** Answers whoever has asked first. */
  void answerNext() {
    Runnable next;
    synchronized (this) {
      next = late.remove();
    }
    notifier.execute(next);
  }

  private record Answer(CountsCallback reader, Counts counts) implements Runnable {
    @Override
    public void run() {
      reader.counts(counts);
    }
  }

  private synchronized void answer(Runnable answer) {
    if (isLate) {
      late.add(answer);
    } else {
      notifier.execute(answer);
    }
  }

  @Override
  public void view(Viewing viewing, Kind kind, Consumer<WriteFailure> failure) {
    writes++;
    kinds.add(kind);
    if (!given.add(viewing.session()) && kind == Kind.FIRST) {
      throw new IllegalStateException("was written before: " + viewing);
    }
    if (away) {
      owe(viewing, kind);
      return;
    }
    if (refusing) {
      answer(() -> failure.accept(WriteFailure.REFUSED));
      return;
    }
    synchronized (redis) {
      Object owner = redis.owners.get(viewing.session());
      boolean foreign = owner != null && owner != this && !kind.reclaims();
      if (foreign || redis.ended.contains(viewing.session())) {
        answer(() -> failure.accept(WriteFailure.TAKEN_OVER));
        return;
      }
      place(viewing, kind.addsView());
    }
  }

  private synchronized void owe(Viewing viewing, Kind kind) {
    String visit = viewing.visit() == null ? "none " + unconfirmed.size() : viewing.visit();
    if (kind.addsView() && unconfirmed.putIfAbsent(viewing.post() + " " + visit, viewing) == null) {
      unconfirmedOf.merge(viewing.post(), 1L, Long::sum);
    }
  }

  private void place(Viewing viewing, boolean arrival) {
    redis.parked.remove(viewing.session());
    Post before = redis.sessions.put(viewing.session(), viewing.post());
    redis.owners.put(viewing.session(), this);
    if (arrival) {
      count(viewing);
    } else {
      mark("visit", viewing.post(), viewing.visit());
    }
    if (before != null && !before.equals(viewing.post())) {
      redis.changed(before);
    }
    redis.changed(viewing.post());
  }

  private void count(Viewing viewing) {
    boolean due = mark("visit", viewing.post(), viewing.visit());
    if (due && mark("visitor", viewing.post(), viewing.visitor())) {
      redis.views.merge(viewing.post(), 1L, Long::sum);
    }
  }

  private boolean mark(String kind, Post post, String token) {
    return token == null || redis.marks.add(kind + post + token);
  }

  @Override
  public void resume(Viewing viewing, Consumer<Boolean> done) {
    resumes++;
    synchronized (redis) {
      Post viewed = redis.sessions.get(viewing.session());
      Post before = viewed == null ? redis.parked.get(viewing.session()) : viewed;
      boolean alive = !away && before != null;
      if (alive) {
        place(viewing, !before.equals(viewing.post()));
      }
      answer(() -> done.accept(alive));
    }
  }

  @Override
  public void park(Viewing viewing, Runnable takenOver) {
    String session = viewing.session();
    writes++;
    synchronized (redis) {
      if (away) {
        return;
      }
      Object owner = redis.owners.get(session);
      if ((owner != null && owner != this) || redis.ended.contains(session)) {
        answer(takenOver);
        return;
      }
      redis.owners.put(session, this);
      redis.parked.put(session, viewing.post());
      Post before = redis.sessions.remove(session);
      if (before != null) {
        redis.changed(before);
      }
    }
  }

  @Override
  public void leave(String session, Post post, boolean resumed, Runnable takenOver) {
    writes++;
    synchronized (redis) {
      if (!away && redis.owners.get(session) == this) {
        Post before = redis.sessions.remove(session);
        redis.parked.remove(session);
        redis.owners.remove(session);
        if (resumed) {
          redis.ended.add(session);
        }
        if (before != null) {
          redis.changed(before);
        }
      } else if (!away && redis.owners.containsKey(session)) {
        answer(takenOver);
      }
    }
  }

  @Override
  public void read(Post post, CountsCallback reader) {
    reads++;
    if (away || overloaded) {
      reader.abandoned();
      return;
    }
    synchronized (redis) {
      Counts counts = redis.counts(post);
      answer(new Answer(reader, counts));
    }
  }

  @Override
  public void readAll(Map<Post, ? extends CountsCallback> readers) {
    readers.forEach(this::read);
  }

  @Override
  public synchronized void forget(Map<Post, ? extends CountsCallback> readers) {
    late.removeIf(one -> one instanceof Answer answer && readers.containsValue(answer.reader()));
  }

  @Override
  public void follow(Post post) {
    follows.add("+" + post);
    followed.add(post);
  }

  @Override
  public void unfollow(Post post) {
    follows.add("-" + post);
    followed.remove(post);
  }

  /** Every post that was followed (+) and every one that was no longer (-), in order. */
  List<String> follows() {
    return follows;
  }

  @Override
  public synchronized long pendingViews(Post post) {
    return unconfirmedOf.getOrDefault(post, 0L);
  }

  @Override
  public List<Counts> counts(List<Post> posts) {
    synchronized (redis) {
      return posts.stream().map(redis::counts).toList();
    }
  }

  @Override
  public List<RankedPost> top(int limit) {
    synchronized (redis) {
      return new HashSet<>(redis.sessions.values())
          .stream()
              .map(post -> new RankedPost(post, redis.viewers(post)))
              .sorted(Comparator.comparingLong(RankedPost::viewers).reversed())
              .limit(limit)
              .toList();
    }
  }

  @Override
  public SiteTotal site() {
    siteReads.incrementAndGet();
    synchronized (redis) {
      if (away) {
        throw new UnavailableException("away");
      }
      return new SiteTotal(redis.sessions.size(), new HashSet<>(redis.sessions.values()).size());
    }
  }

  /** How often the site's total was asked for. */
  public int siteReads() {
    return siteReads.get();
  }
}
