package onlookers.redis;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsEditor;
import onlookers.redis.connect.MasterConnections;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import onlookers.runtime.NodeState;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Changes views on a pooled connection. Where the connection breaks before the answer, all is sent
 * again. The numbers of what nodes have written of a post stay, so that none of them adds again
 * what was written before.
 */
public final class JedisViewsEditor implements ViewsEditor {
  private static final Long CHANGED = 1L;

  /** Days that may have a key: all that are kept, and one on which clocks differ. */
  private static final int DAYS = 32;

  private final RedisPool pool;
  private final ScriptCalls calls;
  private final Keys keys;
  private final NodeState state;
  private final InstantSource clock;

  /**
   * @param node whose connections are used
   * @param state knows whether Redis is there
   * @param clock the day
   */
  public JedisViewsEditor(RedisContext node, NodeState state, InstantSource clock) {
    this.pool = node.api();
    this.calls = node.calls();
    this.keys = node.keys();
    this.state = state;
    this.clock = clock;
  }

  @Override
  public List<Edited> set(Map<Post, Long> views) {
    return asking(masters -> setNow(masters, views, false));
  }

  @Override
  public List<Edited> restore(Map<Post, Long> views) {
    return asking(masters -> setNow(masters, views, true));
  }

  @Override
  public List<Edited> forget(Collection<Post> posts) {
    return asking(masters -> forgetNow(masters, List.copyOf(posts)));
  }

  private <T> T asking(Function<MasterConnections, T> edit) {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
    try {
      return pool.ask(() -> pool.use(edit));
    } catch (JedisDataException refused) {
      calls.errors().log("a change of views", refused);
      throw new UnavailableException("Redis refused the change", refused);
    } catch (JedisException | RedisAwayException e) {
      throw new UnavailableException("Redis is out of reach: " + RootCause.of(e), e);
    }
  }

  private List<Edited> setNow(MasterConnections masters, Map<Post, Long> views, boolean raise) {
    List<Response<Object>> answers = new ArrayList<>(views.size());
    RoutedPipeline pipeline = masters.pipelined();
    views.forEach(
        (post, number) -> answers.add(calls.counts().setViews(pipeline, post, number, raise)));
    pipeline.sync();
    List<Edited> edited = new ArrayList<>(views.size());
    for (Post post : views.keySet()) {
      List<?> answer = (List<?>) answers.get(edited.size()).get();
      edited.add(new Edited(post, CHANGED.equals(answer.get(0)), number(answer.get(1))));
    }
    return edited;
  }

  /** A script reads more digits than a number of Redis has. */
  private static long number(Object digits) {
    try {
      return Long.parseLong((String) digits);
    } catch (NumberFormatException e) {
      throw new JedisDataException("ERR no number", e);
    }
  }

  private List<Edited> forgetNow(MasterConnections masters, List<Post> posts) {
    if (posts.isEmpty()) {
      return List.of();
    }
    List<Response<Long>> answers = new ArrayList<>(posts.size());
    List<Response<Long>> days = new ArrayList<>(DAYS);
    String[] ids = posts.stream().map(Post::id).toArray(String[]::new);
    LocalDate tomorrow = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
    RoutedPipeline pipeline = masters.pipelined();
    posts.forEach(post -> answers.add(pipeline.del(keys.views(post))));
    tomorrow
        .minusDays(DAYS - 1L)
        .datesUntil(tomorrow.plusDays(1))
        .forEach(day -> days.add(pipeline.zrem(keys.day(day), ids)));
    pipeline.sync();
    days.forEach(Response::get);
    List<Edited> edited = new ArrayList<>(posts.size());
    for (Post post : posts) {
      boolean changed = CHANGED.equals(answers.get(edited.size()).get());
      edited.add(new Edited(post, changed, 0));
    }
    return edited;
  }
}
