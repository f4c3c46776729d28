package onlookers.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.Post;
import onlookers.presence.RankedPost;
import onlookers.presence.SiteTotal;
import onlookers.presence.UnavailableException;
import onlookers.redis.connect.RedisAwayException;
import onlookers.redis.connect.RedisPool;
import onlookers.redis.connect.RootCause;
import onlookers.redis.connect.RoutedPipeline;
import onlookers.redis.schema.Keys;
import onlookers.redis.schema.ScriptCalls;
import onlookers.redis.write.CountsQuery;
import onlookers.runtime.NodeState;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.Tuple;

/**
 * Reads counts for whoever may wait, on pooled connections, and at once refuses while Redis is
 * away.
 */
final class PooledReader implements CountsReader {
  private final RedisPool pool;
  private final Keys keys;
  private final ScriptCalls calls;
  private final CountsQuery query;
  private final NodeState state;

  PooledReader(RedisContext node, CountsQuery query, NodeState state) {
    this.pool = node.api();
    this.keys = node.keys();
    this.calls = node.calls();
    this.query = query;
    this.state = state;
  }

  @Override
  public List<Counts> counts(List<Post> posts) {
    return asking(() -> countsNow(posts));
  }

  @Override
  public List<RankedPost> top(int limit) {
    return asking(() -> topNow(limit));
  }

  @Override
  public SiteTotal site() {
    return asking(this::siteNow);
  }

  private <T> T asking(Supplier<T> question) {
    if (!state.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
    try {
      return pool.ask(question);
    } catch (JedisException | RedisAwayException e) {
      throw new UnavailableException("Redis is out of reach: " + RootCause.of(e), e);
    }
  }

  private List<Counts> countsNow(List<Post> posts) {
    return pool.use(
        masters -> {
          List<Supplier<Counts>> answers = new ArrayList<>(posts.size());
          RoutedPipeline pipeline = masters.pipelined();
          posts.forEach(post -> answers.add(query.queue(pipeline, post)));
          pipeline.sync();
          return answers.stream().map(Supplier::get).toList();
        });
  }

  private List<RankedPost> topNow(int limit) {
    return tuples(limit).stream().map(PooledReader::ranked).filter(Objects::nonNull).toList();
  }

  private List<Tuple> tuples(int limit) {
    ZRangeParams best = ZRangeParams.zrangeParams(0, limit - 1).rev();
    try {
      return pool.use(
          masters -> masters.call(pipeline -> pipeline.zrangeWithScores(keys.posts(), best)));
    } catch (JedisDataException e) {
      calls.errors().logOrThrow(keys.posts(), e);
      return List.of();
    }
  }

  /** Two keys, which may lie on two masters: both are asked before either answers. */
  private SiteTotal siteNow() {
    return pool.use(
        masters -> {
          RoutedPipeline pipeline = masters.pipelined();
          Response<Long> viewers = pipeline.hlen(keys.viewers());
          Response<Long> posts = pipeline.zcard(keys.posts());
          pipeline.sync();
          return SiteTotal.of(size(keys.viewers(), viewers), size(keys.posts(), posts));
        });
  }

  /** That of a key of another type is 0. */
  private long size(String key, Response<Long> size) {
    try {
      return size.get();
    } catch (JedisDataException e) {
      calls.errors().logOrThrow(key, e);
      return 0;
    }
  }

  private static @Nullable RankedPost ranked(Tuple tuple) {
    Post post = Post.parse(tuple.getElement());
    return post == null ? null : new RankedPost(post, (long) tuple.getScore());
  }
}
