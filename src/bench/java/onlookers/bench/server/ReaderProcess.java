package onlookers.bench.server;

import java.util.ArrayList;
import java.util.List;
import onlookers.bench.load.Target;

/**
 * Readers in a process of their own, because one process may open 20,000 files only. It reads lines
 * and prints what it makes of them.
 */
public final class ReaderProcess implements AutoCloseable {
  private final Child process;

  /**
   * Starts it, and waits until all have come and know what is right.
   *
   * @param name of the crowd
   * @param main the class that makes it: arguments are the server's port and the path of its
   *     endpoint, then those given
   */
  public ReaderProcess(String name, Class<?> main, Target target, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Work.jdk("java"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dio.netty.machineId=00:00:00:00:00:01");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(Integer.toString(target.address().getPort()));
    command.add(target.dialect().path());
    command.addAll(arguments);
    process = Child.start(name, command, "all are here");
  }

  /**
   * Asks how the readers are.
   *
   * @return empty when all are connected and know what is right
   */
  public String judge() {
    process.say("judge");
    process.awaitLine("(?m)^judged:.*$");
    return process
        .printed()
        .lines()
        .filter(line -> line.startsWith("judged:"))
        .map(line -> line.substring("judged:".length()).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    process.close();
  }
}
