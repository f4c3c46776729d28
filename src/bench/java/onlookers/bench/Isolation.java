package onlookers.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A loopback network of our own, with packets as long as those of Ethernet. On the usual one, whose
 * packets take 64 KB, the kernel keeps some 2.6 MB for a reader who does not read: hours of counts.
 * Nothing outside can be reached from it, nor disturb it.
 */
final class Isolation {
  private static final String INSIDE = "bench.inside";

  /** Netty would look for a network card, and complain. */
  private static final String MACHINE = "00:00:00:00:00:01";

  private static final int MTU = 1_500;
  private static final List<String> PLAIN = List.of("unshare", "--net");
  private static final List<String> AS_ROOT_OF_ITS_OWN =
      List.of("unshare", "--map-root-user", "--net");
  private static final String UP = "ip link set lo mtu " + MTU + " up && exec \"$@\"";

  private Isolation() {}

  /** Whether this JVM is in it. */
  static boolean isInside() {
    return Boolean.getBoolean(INSIDE);
  }

  /**
   * Runs this program again in it, and returns when that has ended.
   *
   * @return false when this JVM is in it already, or when there is none to be had
   */
  static boolean entered() {
    if (isInside()) {
      return false;
    }
    for (List<String> way : List.of(PLAIN, AS_ROOT_OF_ITS_OWN)) {
      if (run(way, List.of("true")) == 0) {
        int exit = run(way, thisProgram());
        if (exit != 0) {
          System.exit(exit);
        }
        return true;
      }
    }
    System.out.println("no network of our own: slow readers will not be slow enough");
    return false;
  }

  private static List<String> thisProgram() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dio.netty.machineId=" + MACHINE);
    command.addAll(List.of("-D" + INSIDE + "=true", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    return command;
  }

  private static int run(List<String> way, List<String> program) {
    List<String> command = new ArrayList<>(way);
    command.addAll(List.of("sh", "-c", UP, "sh"));
    command.addAll(program);
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "bench-isolation"));
      return process.waitFor();
    } catch (IOException e) {
      return -1; // no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
