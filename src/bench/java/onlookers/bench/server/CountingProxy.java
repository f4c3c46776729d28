package onlookers.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Stands between a node and its Redis, and counts what Redis says. */
public final class CountingProxy implements AutoCloseable {
  private static final int BUFFER = 16_384;

  private final int redisPort;
  private final byte[] name;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder mentions = new LongAdder();

  /**
   * Starts it.
   *
   * @param redisPort where Redis is
   * @param name of which it counts how often Redis says it; its first character is not repeated in
   *     it
   */
  public CountingProxy(int redisPort, String name) {
    this.redisPort = redisPort;
    this.name = name.getBytes(US_ASCII);
    try {
      listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** Where the node is to go. */
  public int port() {
    return listening.getLocalPort();
  }

  /** What Redis has said so far. */
  public long bytes() {
    return bytes.sum();
  }

  /** How often it has said the name. */
  public long mentions() {
    return mentions.sum();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "bench-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket node = listening.accept();
        Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
        node.setTcpNoDelay(true);
        redis.setTcpNoDelay(true);
        open.add(node);
        open.add(redis);
        start(() -> pass(node, redis, false));
        start(() -> pass(redis, node, true));
      }
    } catch (IOException closed) {
      close();
    }
  }

  private void pass(Socket from, Socket to, boolean counted) {
    byte[] buffer = new byte[BUFFER];
    int matched = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (counted) {
          bytes.add(n);
          matched = count(buffer, n, matched);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException ended) {
      // both are closed: the node, or Redis, sees that
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  /** Counts the name, which may have begun in the buffer before; returns how much of it is seen. */
  private int count(byte[] buffer, int length, int already) {
    int matched = already;
    for (int i = 0; i < length; i++) {
      if (buffer[i] == name[matched]) {
        matched++;
      } else {
        matched = buffer[i] == name[0] ? 1 : 0;
      }
      if (matched == name.length) {
        mentions.increment();
        matched = 0;
      }
    }
    return matched;
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
