package onlookers.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import onlookers.runtime.Guard;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Scheduler;

/**
 * Decides when the counts of a post are read, and publishes them to everyone on it. Everything is
 * published on one thread, the {@code notifier}, in the order in which it was read, so that nobody
 * receives an older value after a newer one.
 *
 * <p>Batching comes by itself: while a read is under way, further changes of the post only mark it
 * stale.
 */
final class Broadcaster {
  private final PresenceRepository repository;
  private final CountsPublisher publisher;
  private final PostStates states;
  private final Executor notifier;
  private final Scheduler scheduler;
  private final NodeMetrics nodeMetrics;
  private volatile boolean degraded;

  Broadcaster(
      PresenceRepository repository,
      CountsPublisher publisher,
      PostStates states,
      PresenceTools tools) {
    this.repository = repository;
    this.publisher = publisher;
    this.states = states;
    this.notifier = tools.notifier();
    this.scheduler = tools.scheduler();
    this.nodeMetrics = tools.nodeMetrics();
  }

  /** Whether Redis is out of reach, and this node counts for itself. */
  boolean degraded() {
    return degraded;
  }

  /** One session of this node more, or one less, views the post. */
  void viewersHere(Post post, int difference) {
    states.viewersHere(post, difference);
    if (degraded) {
      changed(post);
    }
  }

  /**
   * The post may have changed: reads it as soon as its interval allows, if somebody here listens.
   */
  void changed(Post post) {
    PostState state = states.find(post);
    if (state != null && isDue(state)) {
      read(state);
    }
  }

  void changedAll() {
    changed(states.all());
  }

  /** The same for many, which are read behind those that have changed one by one. */
  void changed(Collection<PostState> many) {
    List<PostState> due = new ArrayList<>();
    Guard.each(
        many,
        state -> {
          if (isDue(state)) {
            due.add(state);
          }
        });
    readAll(due);
  }

  /** Notes a change; if the post is to be read later, that will be done. */
  private boolean isDue(PostState state) {
    long wait = state.changed(scheduler.nanoTime());
    if (wait > 0) {
      scheduler.after(Duration.ofNanos(wait), () -> readIfDue(state));
    }
    return wait == 0;
  }

  private void readIfDue(PostState state) {
    if (state.due()) {
      read(state);
    }
  }

  private void read(PostState state) {
    if (degraded) {
      notifier.execute(() -> publishOwn(state));
    } else {
      repository.read(state.post, new Publication(this, state));
    }
  }

  private void readAll(List<PostState> due) {
    if (degraded) {
      Guard.each(due, this::read);
    } else if (!due.isEmpty()) {
      Map<Post, Publication> publications = new LinkedHashMap<>();
      due.forEach(state -> publications.put(state.post, new Publication(this, state)));
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
      states.all().forEach(PostState::reset);
      changedAll();
    }
  }

  private void publishOwn(PostState state) {
    if (degraded) {
      publish(state, states.own(state.post));
    } else {
      state.reset();
      changed(state.post);
    }
  }

  private void publishRead(PostState state, Counts counts) {
    state.learn(counts, scheduler.nanoTime());
    publish(state, counts);
  }

  private void publish(PostState state, Counts counts) {
    try {
      if (state.markPublished(counts, scheduler.nanoTime())) {
        publisher.publish(state.post, counts);
        nodeMetrics.pushDelays().record(state.delay(scheduler.nanoTime()));
      }
    } finally {
      if (state.reconcile()) {
        changed(state.post);
      }
    }
  }

  /** What is to be published to everyone on the post. */
  private record Publication(Broadcaster broadcaster, PostState state) implements CountsCallback {
    @Override
    public void counts(Counts counts) {
      broadcaster.publishRead(state, counts);
    }

    @Override
    public void abandoned() {
      state.abandon();
    }
  }
}
