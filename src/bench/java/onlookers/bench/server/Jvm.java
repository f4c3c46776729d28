package onlookers.bench.server;

import java.util.List;

/** Asks a JVM by {@code jcmd}. */
final class Jvm {
  private Jvm() {}

  /** Twice: what the first one finds is only freed by the second. */
  static void collectGarbage(long pid) {
    jcmd(pid, "GC.run");
    jcmd(pid, "GC.run");
  }

  /** The total of the histogram of live objects, which is the third word of its last line. */
  static long liveHeap(long pid) {
    String[] lines = jcmd(pid, "GC.class_histogram").strip().split("\n", -1);
    return Long.parseLong(lines[lines.length - 1].strip().split("\\s+", -1)[2]);
  }

  private static String jcmd(long pid, String command) {
    return Work.output(List.of(Work.jdk("jcmd"), Long.toString(pid), command));
  }
}
