package onlookers.redis.write;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onlookers.presence.CountsCallback;
import onlookers.presence.Post;

/**
 * The reads that wait for the ordered thread, one for each post that anybody asked for. Those that
 * were asked for with many others stand behind the single ones, but are never quite left out.
 *
 * <p>Not thread safe: it belongs to the {@link OperationQueue} and its lock.
 */
final class ReadQueue {
  /** Of a batch so much is for what was asked with many others, at least. */
  private static final int SHARE = 4;

  private final Map<Post, PendingRead> single = new LinkedHashMap<>();
  private final Map<Post, PendingRead> many = new LinkedHashMap<>();

  /**
   * One post is asked for.
   *
   * @param submitted the number of the last write that was queued before
   */
  void add(Post post, CountsCallback reader, long submitted) {
    PendingRead known = many.remove(post);
    if (known != null) {
      single.put(post, known);
    }
    add(single, post, reader, submitted);
  }

  /** Many posts are asked for; one that is asked for by itself besides stays where it is. */
  void addAll(Map<Post, ? extends CountsCallback> readers, long submitted) {
    readers.forEach(
        (post, reader) -> add(single.containsKey(post) ? single : many, post, reader, submitted));
  }

  private static void add(
      Map<Post, PendingRead> reads, Post post, CountsCallback reader, long submitted) {
    reads.computeIfAbsent(post, key -> new PendingRead(key, submitted)).add(reader, submitted);
  }

  /** These readers have gone. */
  void forget(Map<Post, ? extends CountsCallback> readers) {
    readers.forEach(
        (post, reader) -> {
          forget(single, post, reader);
          forget(many, post, reader);
        });
  }

  private static void forget(Map<Post, PendingRead> reads, Post post, CountsCallback reader) {
    PendingRead read = reads.get(post);
    if (read != null && read.forget(reader)) {
      reads.remove(post);
    }
  }

  boolean isEmpty() {
    return single.isEmpty() && many.isEmpty();
  }

  /** All of them; none waits any more. */
  List<PendingRead> clear() {
    List<PendingRead> all = new ArrayList<>(single.values());
    all.addAll(many.values());
    single.clear();
    many.clear();
    return all;
  }

  /**
   * Hands out some for which no other write need be sent before.
   *
   * @param most of each kind; of both together a quarter more at most
   * @param taken the number of the last write that will have been sent before
   */
  List<PendingRead> take(int most, long taken) {
    List<PendingRead> some = new ArrayList<>();
    take(single, most, taken, some);
    take(many, Math.max(most - some.size(), most / SHARE), taken, some);
    return some;
  }

  /** Those that were asked for first stand in front, so the rest need not be looked at. */
  private static void take(
      Map<Post, PendingRead> reads, int most, long taken, List<PendingRead> some) {
    List<PendingRead> again = new ArrayList<>(0);
    Iterator<PendingRead> waiting = reads.values().iterator();
    for (int i = 0; i < most && waiting.hasNext(); i++) {
      PendingRead read = waiting.next();
      if (read.after() > taken) {
        break;
      }
      waiting.remove();
      some.add(read);
      PendingRead next = read.split(taken);
      if (next != null) {
        again.add(next);
      }
    }
    again.forEach(read -> reads.put(read.post(), read));
  }
}
