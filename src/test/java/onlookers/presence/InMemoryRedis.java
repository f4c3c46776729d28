package onlookers.presence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What two in-memory repositories share. Nothing in it ends by itself. */
public final class InMemoryRedis {
  final Map<String, Post> sessions = new HashMap<>();
  final Map<String, Post> parked = new HashMap<>();
  final Map<String, Object> owners = new HashMap<>();
  final Set<String> ended = new HashSet<>();
  final Map<Post, Long> views = new HashMap<>();
  final Set<String> marks = new HashSet<>();

  /** Who receives changes. */
  public final List<Consumer<Post>> listeners = new CopyOnWriteArrayList<>();

  long viewers(Post post) {
    return sessions.values().stream().filter(post::equals).count();
  }

  /** What is true. */
  public synchronized Counts counts(Post post) {
    return new Counts(viewers(post), views.getOrDefault(post, 0L));
  }

  void changed(Post post) {
    listeners.forEach(listener -> listener.accept(post));
  }
}
