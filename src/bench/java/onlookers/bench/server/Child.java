package onlookers.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process of ours. Its output goes to a file; it does not outlive the benchmark. */
final class Child implements AutoCloseable {
  private static final Set<Process> ACTIVE = ConcurrentHashMap.newKeySet();
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> ACTIVE.forEach(Process::destroyForcibly), "bench-reaper"));
  }

  private final String name;
  private final Path output;
  private final Process process;

  private Child(String name, Path output, Process process) {
    this.name = name;
    this.output = output;
    this.process = process;
  }

  /** Starts it, and waits until it has printed a line that holds the pattern. */
  static Child start(String name, List<String> command, String readyLine) {
    return start(name, command, Map.of(), readyLine);
  }

  /** The same, with more environment variables. */
  static Child start(
      String name, List<String> command, Map<String, String> environment, String readyLine) {
    Path output = Work.file(name.replace(' ', '-') + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Child child = new Child(name, output, launch(builder, output.toFile()));
    child.awaitLine(readyLine);
    return child;
  }

  private static Process launch(ProcessBuilder builder, File output) {
    try {
      Process process = builder.redirectErrorStream(true).redirectOutput(output).start();
      ACTIVE.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has printed a line that holds the pattern. */
  void awaitLine(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!wanted.matcher(printed()).find()) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(name + " did not print " + pattern + ": " + printed());
      }
      Work.pause(Duration.ofMillis(20));
    }
  }

  /** Says a line to it. */
  void say(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has printed. */
  String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** SIGTERM, and SIGKILL where that does not help. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    ACTIVE.remove(process);
  }
}
