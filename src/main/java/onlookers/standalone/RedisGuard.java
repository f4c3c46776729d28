package onlookers.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small shell whose child Redis is, and whose standard input is a pipe that only this JVM holds.
 * However the JVM ends, by {@link #stop()}, by a signal or by SIGKILL, the pipe ends with it; the
 * guard reads that end, stops Redis and removes its folder. The guard has a session of its own
 * where {@code setsid} is to be had, so that neither Ctrl-C nor a SIGKILL for the whole process
 * group reaches it first.
 */
final class RedisGuard {
  private static final long STOP_MILLIS = 5_000;

  /**
   * $1 is the folder, what follows starts Redis; the first line from the pipe is configuration. The
   * subshell waits for the end of the pipe. When Redis fails, the folder stays: its log says why.
   */
  private static final String SCRIPT =
      """
      trap '' INT HUP TERM
      folder=$1; shift
      read -r configuration
      exec 3<&0
      echo "$configuration" | "$@" 3<&- &
      redis=$!
      (read -r end <&3; kill $redis) &
      watch=$!
      wait $redis && rm -rf "$folder"
      kill -9 $watch 2>/dev/null
      """;

  private final Process process;

  private RedisGuard(Process process) {
    this.process = process;
  }

  /**
   * Starts it, and Redis by it.
   *
   * @param folder removed when Redis has ended
   * @param redis what starts Redis
   * @param log takes what both say
   * @param configuration a line for Redis' standard input
   * @throws IOException when it does not start
   */
  static RedisGuard start(Path folder, List<String> redis, Path log, String configuration)
      throws IOException {
    RedisGuard guard =
        new RedisGuard(
            new ProcessBuilder(command(folder, redis))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    try {
      OutputStream pipe = guard.process.getOutputStream();
      pipe.write((configuration + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
      return guard;
    } catch (IOException e) {
      guard.stop();
      throw new IOException("the guard of the embedded Redis does not start", e);
    }
  }

  private static List<String> command(Path folder, List<String> redis) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(List.of("/bin/sh", "-c", SCRIPT, "onlookers-redis", folder.toString()));
    command.addAll(redis);
    return command;
  }

  /** Whether Redis runs, or is about to. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Stops Redis, if need be by force. Does nothing the second time. */
  void stop() {
    if (!ends()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private boolean ends() {
    try {
      process.getOutputStream().close();
      return process.waitFor(STOP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
