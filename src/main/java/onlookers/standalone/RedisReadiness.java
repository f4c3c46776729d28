package onlookers.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import onlookers.config.Secret;

/** Whether a Redis that was just started has its port, and lets in who has the password. */
final class RedisReadiness {
  private static final long START_MILLIS = 15_000;
  private static final int REPLY_MILLIS = 1_000;

  /** What Redis logs when the port is its own: only then is the password said there. */
  private static final String LISTENING = "Ready to accept connections";

  private final InetAddress address;
  private final int port;
  private final Secret password;
  private final Path log;

  /**
   * @param log of Redis, which also says why it does not start
   */
  RedisReadiness(InetAddress address, int port, Secret password, Path log) {
    this.address = address;
    this.port = port;
    this.password = password;
    this.log = log;
  }

  /**
   * Waits until Redis answers, 15 s at most.
   *
   * @throws IOException when it does not, or the guard ends; the message says why, in one line
   */
  void await(RedisGuard guard) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
    while (!answers()) {
      if (!guard.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IOException("the embedded Redis does not start" + lastLogLine());
      }
      pause();
    }
  }

  /** Whether Redis has the port, and lets in who has the password. */
  private boolean answers() {
    if (logged().stream().noneMatch(line -> line.contains(LISTENING))) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), REPLY_MILLIS);
      socket.setSoTimeout(REPLY_MILLIS);
      String question = "AUTH " + password.reveal() + "\r\nPING\r\nQUIT\r\n";
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.US_ASCII).contains("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  private String lastLogLine() {
    List<String> lines = logged();
    return lines.isEmpty()
        ? ""
        : ": " + lines.get(lines.size() - 1).strip().replace(password.reveal(), Secret.MASK);
  }

  private List<String> logged() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the embedded Redis was starting", e);
    }
  }
}
