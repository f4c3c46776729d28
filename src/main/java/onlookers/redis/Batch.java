package onlookers.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import onlookers.presence.Counts;
import onlookers.presence.Post;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * What leaves together in one pipeline: the writes in their order, then one read of each post asked
 * for.
 */
final class Batch {
  private final List<Operation> writes = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Map<Post, List<Consumer<Counts>>> readers = new LinkedHashMap<>();
  private final Map<Post, Supplier<Counts>> answers = new LinkedHashMap<>();

  Batch(List<Queued> queued) {
    for (Queued one : queued) {
      if (one instanceof Operation write) {
        writes.add(write);
      } else if (one instanceof ReadOperation read) {
        readers.computeIfAbsent(read.post(), post -> new ArrayList<>(1)).add(read.reader());
      } else if (one instanceof Mark mark) {
        marks.add(mark);
      }
    }
  }

  /** One round trip; a second one when the server has forgotten the scripts. */
  void exchange(Jedis jedis, CountsQuery query) {
    send(jedis, writes, query);
    List<Operation> again = writes.stream().filter(Operation::lacksScript).toList();
    if (!again.isEmpty()) {
      Script.loadAll(jedis.pipelined());
      send(jedis, again, query);
    }
  }

  private void send(Jedis jedis, List<Operation> operations, CountsQuery query) {
    Pipeline pipeline = jedis.pipelined();
    operations.forEach(operation -> operation.send(pipeline));
    readers.keySet().forEach(post -> answers.put(post, query.queue(pipeline, post)));
    pipeline.sync();
  }

  /**
   * Takes in the replies, and gathers what is to be told, in order.
   *
   * @throws RedisAwayException when a reply says that Redis cannot work now; the rest has been
   *     taken in
   */
  void receive(List<Runnable> tidings) {
    RedisAwayException away = null;
    for (Operation write : writes) {
      away = receive(write, tidings, away);
    }
    if (away != null) {
      throw away;
    }
    marks.forEach(mark -> tidings.add(mark.reached()));
    readers.forEach((post, readersOfPost) -> tidings.add(answer(post, readersOfPost)));
  }

  private static @Nullable RedisAwayException receive(
      Operation write, List<Runnable> tidings, @Nullable RedisAwayException before) {
    try {
      Runnable told = write.receive();
      if (told != null) {
        tidings.add(told);
      }
      return before;
    } catch (RedisAwayException e) {
      write.abandoned();
      return e;
    }
  }

  private Runnable answer(Post post, List<Consumer<Counts>> readersOfPost) {
    Supplier<Counts> answer = answers.get(post);
    if (answer == null) {
      throw new IllegalStateException("not sent");
    }
    Counts counts = answer.get();
    return () -> readersOfPost.forEach(reader -> reader.accept(counts));
  }

  void abandon() {
    writes.forEach(Operation::abandoned);
  }
}
