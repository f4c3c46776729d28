package onlookers.bench.server;

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

  /** Its Redis, if it has one. */
  OptionalLong redisPid();

  /** Collects its garbage now, all of it, and gives back what memory it gives back. */
  void collectGarbage();

  /** Bytes of its heap that are in use after a collection, where that can be told. */
  OptionalLong liveHeap();

  @Override
  void close();
}
