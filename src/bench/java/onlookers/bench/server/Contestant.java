package onlookers.bench.server;

import java.util.List;
import java.util.OptionalLong;
import onlookers.bench.load.Target;

/** A running server that is measured, with what belongs to it. */
public interface Contestant extends AutoCloseable {
  /** Its column in the results. */
  String name();

  /** Where its readers go. */
  Target target();

  /** The process that talks to the readers. */
  long pid();

  /** Its Redis: none, one, or the masters of a Cluster. */
  List<RedisServer> redis();

  /** The processes of its Redis. */
  default List<Long> redisPids() {
    return redis().stream().map(RedisServer::pid).toList();
  }

  /** Collects its garbage now, all of it, and gives back what memory it gives back. */
  void collectGarbage();

  /** Bytes of its heap that are in use after a collection, where that is known. */
  OptionalLong liveHeap();

  @Override
  void close();
}
