package onlookers.redis.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import onlookers.presence.Post;
import onlookers.redis.connect.RedisAwayException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Something to be written on the ordered connection: some commands, each about keys of one slot,
 * and more of them where the answers ask for it. Sent with others in one pipeline.
 */
public abstract non-sealed class Operation implements Queued {
  private final List<Response<?>> answers = new ArrayList<>(6);
  private final List<Response<?>> unchecked = new ArrayList<>(2);
  private @Nullable JedisDataException failure;
  private @Nullable RuntimeException senseless;
  private boolean concluded;

  /** Whose step it is; two of one session never travel together. {@code null}: nobody's. */
  @Override
  public abstract @Nullable String session();

  /** Queues the first commands. Runs on the ordered thread. */
  public abstract void begin(AbstractPipeline pipeline);

  /**
   * Queues what the answers of the last round ask for.
   *
   * @param round 1 for the one after {@link #begin}
   * @return whether there is anything
   */
  public boolean goOn(AbstractPipeline pipeline, int round) {
    return false;
  }

  /**
   * The same where Redis has refused a command because of what a key holds: what must be done all
   * the same.
   */
  boolean goOnRefused(AbstractPipeline pipeline, int round) {
    return false;
  }

  /** The posts whose counts it may change in later rounds. */
  Set<Post> touched() {
    return Set.of();
  }

  /** Takes in that it is done; its callback is run on the notifier, in order. */
  public abstract @Nullable Runnable done();

  /** Takes in that Redis refused one of its commands, because of what a key holds. */
  public abstract @Nullable Runnable refused(JedisDataException reply);

  /** Takes in that it is not known whether this was done. As {@link Queued#abandon}. */
  public abstract void abandoned();

  /** Notes a command, whose answer is looked at before anything follows from it. */
  public final <T> Response<T> sent(Response<T> answer) {
    answers.add(answer);
    return answer;
  }

  /** Notes a command that matters to nobody, unless it is refused because of the server. */
  final void sentUnchecked(@Nullable Response<?> answer) {
    if (answer != null) {
      unchecked.add(answer);
    }
  }

  /** Queues the first round. */
  public final void send(AbstractPipeline pipeline) {
    begin(pipeline);
  }

  /** Queues the next round, if one is due. */
  final boolean proceed(AbstractPipeline pipeline, int round) {
    if (senseless != null) {
      return false;
    }
    JedisDataException error = error();
    if (error != null && isAboutTheServer(error)) {
      return false;
    }
    try {
      return error == null ? goOn(pipeline, round) : goOnRefused(pipeline, round);
    } catch (JedisDataException refused) { // an answer that the next round was to follow from
      failure = refused;
      return false;
    } catch (RuntimeException e) { // it is this write's alone
      senseless = e;
      return false;
    }
  }

  /**
   * Takes in whatever came back.
   *
   * @throws RedisAwayException when a reply is about the server
   * @throws RuntimeException when a reply makes no sense
   */
  public final @Nullable Runnable receive() {
    if (senseless != null) {
      throw senseless;
    }
    JedisDataException error = error();
    if (error != null && isAboutTheServer(error)) {
      throw new RedisAwayException(String.valueOf(error.getMessage()));
    }
    Runnable callback = error == null ? done() : refused(error);
    concluded = true;
    return callback;
  }

  private static boolean isAboutTheServer(JedisDataException error) {
    return RedisAwayException.is(error) || error instanceof JedisNoScriptException;
  }

  /** Does nothing if the answers were taken in. */
  @Override
  public final void abandon() {
    if (!concluded) {
      concluded = true;
      abandoned();
    }
  }

  /** The first refusal; one about the server before one about a key. */
  private @Nullable JedisDataException error() {
    JedisDataException first = failure;
    for (Response<?> answer : answers) {
      JedisDataException error = errorOf(answer);
      if (error != null && RedisAwayException.is(error)) {
        return error;
      }
      first = first == null ? error : first;
    }
    for (Response<?> answer : unchecked) {
      JedisDataException error = errorOf(answer);
      if (error != null && RedisAwayException.is(error)) {
        return error;
      }
    }
    return first;
  }

  private static @Nullable JedisDataException errorOf(Response<?> answer) {
    try {
      answer.get();
      return null;
    } catch (JedisDataException e) {
      return e;
    }
  }
}
