package onlookers.bench.server;

import java.util.OptionalLong;

/** A contestant that runs on a JVM, which the JDK's tools can ask. */
interface JvmContestant extends Contestant {
  @Override
  default void collectGarbage() {
    Jvm.collectGarbage(pid());
  }

  @Override
  default OptionalLong liveHeap() {
    return OptionalLong.of(Jvm.liveHeap(pid()));
  }
}
