package onlookers.boot;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Each socket is an open file: says at start if the process may open too few. */
final class OpenFiles {
  private static final System.Logger LOG = System.getLogger(OpenFiles.class.getName());

  /** Fewer than this is a desktop's limit, not a server's. */
  private static final long LOW = 4_096;

  /** What the process needs beside sockets: jars, Redis, logs. */
  private static final long OTHERS = 512;

  private OpenFiles() {}

  /**
   * @param sockets the sockets that the administrator allows, 0 for any number
   */
  static void check(int sockets) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long needed = Math.max(LOW, sockets + OTHERS);
      long limit = system.getMaxFileDescriptorCount();
      if (limit < needed) {
        LOG.log(
            System.Logger.Level.WARNING,
            "this process may open only {0} files, and each reader needs one: raise the limit"
                + " (ulimit -n, LimitNOFILE) to {1} or more",
            Long.toString(limit),
            Long.toString(needed));
      }
    }
  }
}
