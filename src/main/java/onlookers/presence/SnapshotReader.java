package onlookers.presence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import onlookers.runtime.Guard;
import onlookers.runtime.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counts for one listener that asks, because it has just come to a post: it is sent them
 * without waiting for a change. If they are news to the others on the post, too, these are sent
 * them by the {@link Broadcaster}.
 */
final class SnapshotReader {
  private final PresenceRepository repository;
  private final PostStates states;
  private final Broadcaster broadcaster;
  private final FloodThrottle floods;
  private final Executor notifier;
  private final Scheduler scheduler;

  SnapshotReader(
      PresenceRepository repository,
      PostStates states,
      Broadcaster broadcaster,
      FloodThrottle floods,
      PresenceTools tools) {
    this.repository = repository;
    this.states = states;
    this.broadcaster = broadcaster;
    this.floods = floods;
    this.notifier = tools.notifier();
    this.scheduler = tools.scheduler();
  }

  /** Reads the counts of one post, after all that the listener's session wrote. */
  void read(Session session, SessionListener listener, Post post) {
    if (broadcaster.degraded()) {
      notifier.execute(() -> answerOwn(new Question(this, session, listener, post)));
    } else {
      repository.read(post, new Question(this, session, listener, post));
    }
  }

  /** Reads the counts of several posts. Those of others may be read first. */
  void readAll(Session session, SessionListener listener, List<Post> wanted) {
    if (wanted.isEmpty()) {
      return;
    }
    Map<Post, Question> questions = questions(session, listener, wanted);
    if (broadcaster.degraded()) {
      notifier.execute(() -> Guard.each(questions.values(), this::answerOwn));
    } else {
      repository.readAll(questions);
    }
  }

  /** The listener has left the posts, and waits for no answer any more. */
  void forget(Session session, SessionListener listener, List<Post> left) {
    if (!left.isEmpty()) {
      repository.forget(questions(session, listener, left));
    }
  }

  private Map<Post, Question> questions(
      Session session, SessionListener listener, List<Post> asked) {
    Map<Post, Question> questions = new LinkedHashMap<>();
    asked.forEach(post -> questions.put(post, new Question(this, session, listener, post)));
    return questions;
  }

  private void answerOwn(Question question) {
    Post post = question.post();
    Counts counts = states.own(post);
    question.listener().answer(post, counts);
    PostState state = states.find(post);
    if (state != null && !state.isPublished(counts) && isNews(state, question, counts)) {
      broadcaster.changed(post);
    }
    settled(question);
  }

  private void answer(Question question, Counts counts) {
    Post post = question.post();
    question.listener().answer(post, counts);
    PostState state = states.find(post);
    if (state != null
        && state.learn(counts, scheduler.nanoTime())
        && isNews(state, question, counts)) {
      broadcaster.changed(post);
    }
    settled(question);
  }

  /** Whether these counts, which one listener has received now, are news to others on the post. */
  private static boolean isNews(PostState state, Question question, Counts counts) {
    Session session = question.session();
    synchronized (session) { // so that it neither comes nor goes meanwhile
      return state.publishedToOne(counts, session.events().isAsked(question.post()));
    }
  }

  /** The client's next question may follow, or what it did meanwhile. */
  private void settled(Question question) {
    Session session = question.session();
    List<Post> next = session.events().answered(question.post());
    readAll(session, question.listener(), next);
    if (next.isEmpty()) {
      floods.answered(session.events());
    }
  }

  /**
   * What one listener asks. Equal to another one of the same session and post, which it stands for
   * as well.
   */
  private record Question(
      SnapshotReader reader, Session session, SessionListener listener, Post post)
      implements CountsCallback {
    @Override
    public void counts(Counts counts) {
      reader.answer(this, counts);
    }

    /**
     * Whoever waits for an answer receives the counts that are published to everyone when Redis is
     * back.
     */
    @Override
    public void abandoned() {
      reader.notifier.execute(() -> reader.settled(this));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Question question
          && question.session == session
          && question.post.equals(post);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(session) ^ post.hashCode();
    }
  }
}
