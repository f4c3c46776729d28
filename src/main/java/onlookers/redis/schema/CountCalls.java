package onlookers.redis.schema;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import onlookers.presence.Post;
import onlookers.presence.Viewing;
import onlookers.redis.connect.Script;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;

/** The scripts that count: views of a post and of a day, and the most viewers of a day. */
public final class CountCalls {
  /** Whether views are new to the server. */
  public enum Attempt {
    /** They have just been taken, or were never shown. */
    FIRST("0", "0"),
    /** They were taken before: a page load that is only seen is counted. */
    RESENT("0", "1"),
    /** Likewise, and a server that had other data than this one has acknowledged them. */
    REPLAYED("1", "1");

    private final String replayed;
    private final String resent;

    Attempt(String replayed, String resent) {
      this.replayed = replayed;
      this.resent = resent;
    }
  }

  private static final String SEEN = "seen";
  private static final String COUNTED = "counted";
  private static final String NO_VISIT = "";
  private static final String NO_WINDOW = "0";

  private final Keys keys;
  private final String owner;
  private final RedisPolicy policy;
  private final EarlierVersionCalls earlierVersion;

  CountCalls(Keys keys, String owner, RedisPolicy policy, EarlierVersionCalls earlierVersion) {
    this.keys = keys;
    this.owner = owner;
    this.policy = policy;
    this.earlierVersion = earlierVersion;
  }

  /**
   * Adds views.
   *
   * @param number counted up with each of this owner's views
   * @param after the number that must be written before them, 0 for none
   * @param attempt whether they are new to the server
   */
  public Response<Object> addViews(
      AbstractPipeline pipeline,
      Viewing viewing,
      long amount,
      long number,
      long after,
      Attempt attempt) {
    return Script.ADD_VIEWS.queue(
        pipeline,
        List.of(
            keys.views(viewing.post()),
            keys.writtenBy(owner, viewing.post()),
            visitKey(viewing),
            visitorKey(viewing)),
        List.of(
            Long.toString(amount),
            Long.toString(number),
            viewing.visit() == null ? NO_VISIT : RedisPolicy.visitSeconds(),
            viewing.visitor() == null ? NO_WINDOW : policy.windowSeconds(),
            policy.ownerSeconds(),
            attempt.replayed,
            Long.toString(after),
            attempt.resent));
  }

  /**
   * Marks the page load as seen, if it has a name; else there is no answer. It is not counted anew,
   * unless a node has taken its view before and could not write it.
   */
  public @Nullable Response<String> markSeen(AbstractPipeline pipeline, Viewing viewing) {
    return mark(pipeline, viewing, SEEN);
  }

  /** Marks the page load as counted, likewise. */
  public @Nullable Response<String> markCounted(AbstractPipeline pipeline, Viewing viewing) {
    return mark(pipeline, viewing, COUNTED);
  }

  private @Nullable Response<String> mark(AbstractPipeline pipeline, Viewing viewing, String mark) {
    if (viewing.visit() == null) {
      return null;
    }
    earlierVersion.markVisit(pipeline, viewing);
    return pipeline.set(visitKey(viewing), mark, RedisPolicy.visitOnce());
  }

  /**
   * Adds views to those of their day.
   *
   * @param replayed whether they were acknowledged by a server that had other data than this one
   */
  public Response<Object> addDay(AbstractPipeline pipeline, DayBatch batch, boolean replayed) {
    LocalDate day = batch.day();
    List<String> arguments = new ArrayList<>(6 + 2 * batch.views().size());
    arguments.add(Long.toString(batch.number()));
    arguments.add(Long.toString(RedisPolicy.dayExpiresAt(day)));
    arguments.add(policy.ownerSeconds());
    arguments.add(Integer.toString(DayBatch.NUMBERS_KEPT));
    arguments.add(Integer.toString(DayBatch.MAX_POSTS_OF_A_DAY));
    arguments.add(replayed ? "1" : "0");
    batch
        .views()
        .forEach(
            (post, views) -> {
              arguments.add(post.id());
              arguments.add(Long.toString(views));
            });
    return Script.ADD_DAY.queue(
        pipeline,
        List.of(keys.day(day), keys.dayTotal(day), keys.dayBatches(day, owner)),
        arguments);
  }

  /** Remembers how many viewers there were, for the minute and the hour. */
  public Response<Object> peak(
      AbstractPipeline pipeline, LocalDate day, String minute, String hour, long viewers) {
    return Script.PEAK.queue(
        pipeline,
        List.of(keys.peak(day)),
        List.of(
            Long.toString(viewers), Long.toString(RedisPolicy.dayExpiresAt(day)), minute, hour));
  }

  /**
   * Sets a post's views, or only raises them; the answer is whether that changed them, and them.
   */
  public Response<Object> setViews(
      AbstractPipeline pipeline, Post post, long views, boolean raise) {
    return Script.SET_VIEWS.queue(
        pipeline, List.of(keys.views(post)), List.of(Long.toString(views), raise ? "1" : "0"));
  }

  /**
   * Adds views that were counted elsewhere, to a post once ever; the answer is 1, or 0 when that
   * had been done before.
   */
  public Response<Object> importOnce(AbstractPipeline pipeline, Post post, long views) {
    return Script.IMPORT.queue(
        pipeline, List.of(keys.views(post), keys.imported(post)), List.of(Long.toString(views)));
  }

  private String visitKey(Viewing viewing) {
    String visit = viewing.visit();
    return visit == null ? keys.views(viewing.post()) : keys.visit(viewing.post(), visit);
  }

  private String visitorKey(Viewing viewing) {
    String visitor = viewing.visitor();
    return visitor == null ? keys.views(viewing.post()) : keys.visitor(viewing.post(), visitor);
  }
}
