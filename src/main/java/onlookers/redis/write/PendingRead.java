package onlookers.redis.write;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import onlookers.presence.Counts;
import onlookers.presence.CountsCallback;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisAwayException;
import onlookers.runtime.Guard;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;

/**
 * The counts of one post are asked for. All who ask while it waits share one answer; an asker who
 * has written meanwhile what is not to be sent with it waits for the {@linkplain #split next} one.
 */
public final class PendingRead {
  private final Post post;
  private long after;
  private final Set<CountsCallback> readers = new LinkedHashSet<>(2);
  private @Nullable PendingRead later;
  private @Nullable Supplier<Counts> answer;

  /**
   * @param after the number of the last write that must have been sent before
   */
  PendingRead(Post post, long after) {
    this.post = post;
    this.after = after;
  }

  /** Whose counts are asked for. */
  public Post post() {
    return post;
  }

  long after() {
    return after;
  }

  /**
   * Takes one more reader.
   *
   * @param submitted the number of the last write that he knows of
   */
  public void add(CountsCallback reader, long submitted) {
    if (submitted == after) {
      readers.add(reader);
      return;
    }
    if (later == null) {
      later = new PendingRead(post, submitted);
    }
    later.after = submitted;
    later.readers.add(reader);
  }

  /** One reader has gone; returns whether nobody waits any more, now or next. */
  public boolean forget(CountsCallback reader) {
    readers.remove(reader);
    if (later != null && later.forget(reader)) {
      later = null;
    }
    return readers.isEmpty() && later == null;
  }

  /**
   * It is about to be sent.
   *
   * @param sent the number of the last write that will have been sent before
   * @return what is to be asked next, or {@code null}: those whose writes are among these share
   *     this answer
   */
  public @Nullable PendingRead split(long sent) {
    PendingRead next = later;
    later = null;
    if (next != null && next.after <= sent) {
      readers.addAll(next.readers);
      return null;
    }
    return next;
  }

  /** Queues the question. */
  public void send(AbstractPipeline pipeline, CountsQuery query) {
    answer = query.queue(pipeline, post);
  }

  /**
   * Takes in the answer; what is returned passes it on.
   *
   * @throws RedisAwayException when the reply is about the server
   */
  public Runnable receive() {
    if (answer == null) {
      throw new IllegalStateException("not sent");
    }
    Counts counts = answer.get();
    return () -> Guard.each(readers, reader -> reader.counts(counts));
  }

  /** Nobody of those who ask, now or next, is answered. */
  public void abandon() {
    Guard.each(readers, CountsCallback::abandoned);
    if (later != null) {
      later.abandon();
    }
  }
}
