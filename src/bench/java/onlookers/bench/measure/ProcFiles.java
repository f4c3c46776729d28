package onlookers.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says about a process in {@code /proc/PID} (proc(5)). */
public final class ProcFiles {
  /** {@code sysconf(_SC_CLK_TCK)}: Linux shows 100 ticks a second to programs everywhere. */
  private static final long MICROS_PER_TICK = 10_000;

  /** Of the fields of {@code stat} behind the name in brackets, utime is the 12th. */
  private static final int UTIME = 11;

  private ProcFiles() {}

  /**
   * CPU time of all threads, also those that have ended, in user and kernel mode, in microseconds;
   * advances in steps of 10 ms.
   */
  public static long cpuMicros(long pid) {
    return cpuMicros(read(pid, "stat"));
  }

  static long cpuMicros(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * MICROS_PER_TICK;
  }

  /** Resident memory in bytes ({@code VmRSS}). */
  public static long residentBytes(long pid) {
    return bytes(read(pid, "status"), "VmRSS");
  }

  /** Resident memory that is no file's, in bytes ({@code RssAnon}). */
  public static long anonymousBytes(long pid) {
    return bytes(read(pid, "status"), "RssAnon");
  }

  static long bytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name));
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }
}
