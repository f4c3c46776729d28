package onlookers.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import onlookers.presence.Counts;
import onlookers.presence.CountsReader;
import onlookers.presence.Instruments;
import onlookers.presence.Post;
import onlookers.presence.RankedPost;
import onlookers.presence.UnavailableException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ZRangeParams;
import redis.clients.jedis.resps.Tuple;

/**
 * Reads counts for whoever may wait, on pooled connections, and at once refuses while Redis is
 * away.
 */
final class PooledReader implements CountsReader {
  private final RedisNode node;
  private final RedisClient pool;
  private final Keys keys;
  private final CountsQuery query;
  private final Instruments instruments;

  PooledReader(RedisNode node, CountsQuery query, Instruments instruments) {
    this.node = node;
    this.pool = node.pool();
    this.keys = node.keys();
    this.query = query;
    this.instruments = instruments;
  }

  @Override
  public List<Counts> counts(List<Post> posts) {
    return asking(() -> countsNow(posts));
  }

  @Override
  public List<RankedPost> top(int limit) {
    return asking(() -> topNow(limit));
  }

  private <T> T asking(Supplier<T> question) {
    if (!instruments.redisUp()) {
      throw new UnavailableException("Redis is out of reach");
    }
    try {
      return node.ask(question);
    } catch (JedisException | RedisAwayException e) {
      throw new UnavailableException("Redis is out of reach: " + Reason.of(e), e);
    }
  }

  private List<Counts> countsNow(List<Post> posts) {
    List<Supplier<Counts>> answers = new ArrayList<>(posts.size());
    try (Pipeline pipeline = pool.pipelined()) {
      posts.forEach(post -> answers.add(query.queue(pipeline, post)));
      pipeline.sync();
    }
    return answers.stream().map(Supplier::get).toList();
  }

  private List<RankedPost> topNow(int limit) {
    List<RankedPost> ranking = new ArrayList<>();
    for (Tuple tuple :
        pool.zrangeWithScores(keys.posts(), ZRangeParams.zrangeParams(0, limit - 1).rev())) {
      RankedPost ranked = ranked(tuple);
      if (ranked != null) {
        ranking.add(ranked);
      }
    }
    return ranking;
  }

  private static @Nullable RankedPost ranked(Tuple tuple) {
    Post post = Post.parse(tuple.getElement());
    return post == null ? null : new RankedPost(post, (long) tuple.getScore());
  }
}
