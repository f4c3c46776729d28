package onlookers.presence;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The repository without Redis: what the story's tests write to, and what the contract holds it to.
 */
final class InMemoryPresenceRepository implements PresenceRepository {
  private final InMemoryRedis redis;
  private final Executor teller;
  private boolean away;
  private boolean refusing;

  InMemoryPresenceRepository(InMemoryRedis redis, Executor teller) {
    this.redis = redis;
    this.teller = teller;
  }

  /** Redis goes, and what is written from now on is lost; or it comes back. */
  void away(boolean value) {
    away = value;
  }

  /** From now on every session is refused, as where a key holds something else than it should. */
  void refuse() {
    refusing = true;
  }

  @Override
  public void view(Viewing viewing, Kind kind, Consumer<Setback> setback) {
    if (away) {
      return;
    }
    if (refusing) {
      teller.execute(() -> setback.accept(Setback.REFUSED));
      return;
    }
    synchronized (redis) {
      Object owner = redis.owners.get(viewing.session());
      boolean foreign = owner != null && owner != this && kind != Kind.RECLAIM;
      if (foreign || redis.ended.contains(viewing.session())) {
        teller.execute(() -> setback.accept(Setback.TAKEN_OVER));
        return;
      }
      place(viewing, kind == Kind.ARRIVAL);
    }
  }

  private void place(Viewing viewing, boolean arrival) {
    Post before = redis.sessions.put(viewing.session(), viewing.post());
    redis.owners.put(viewing.session(), this);
    boolean due = mark("visit", viewing.post(), viewing.visit()) && arrival;
    due = due && mark("visitor", viewing.post(), viewing.visitor());
    if (due) {
      redis.views.merge(viewing.post(), 1L, Long::sum);
    }
    if (before != null && !before.equals(viewing.post())) {
      redis.changed(before);
    }
    redis.changed(viewing.post());
  }

  private boolean mark(String kind, Post post, String token) {
    return token == null || redis.marks.add(kind + post + token);
  }

  @Override
  public void resume(Viewing viewing, Consumer<Boolean> done) {
    synchronized (redis) {
      Post before = redis.sessions.get(viewing.session());
      boolean alive = !away && before != null;
      if (alive) {
        place(viewing, !before.equals(viewing.post()));
      }
      teller.execute(() -> done.accept(alive));
    }
  }

  @Override
  public void leave(String session, Post post, boolean resumed, Runnable takenOver) {
    synchronized (redis) {
      if (!away && redis.owners.get(session) == this) {
        Post before = redis.sessions.remove(session);
        redis.owners.remove(session);
        if (resumed) {
          redis.ended.add(session);
        }
        redis.changed(before);
      } else if (!away && redis.owners.containsKey(session)) {
        teller.execute(takenOver);
      }
    }
  }

  @Override
  public void read(Post post, Consumer<Counts> reader) {
    synchronized (redis) {
      if (!away) {
        Counts counts = redis.counts(post);
        teller.execute(() -> reader.accept(counts));
      }
    }
  }

  @Override
  public long unwrittenViews(Post post) {
    return 0;
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
}
