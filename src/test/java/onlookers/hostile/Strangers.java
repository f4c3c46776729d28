package onlookers.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import onlookers.fixture.Node;

/**
 * Connections of somebody who means no good, to a node on this machine: each says something, more
 * of it now and then, and comes again as soon as it is cut off. Nothing is read but the end.
 */
final class Strangers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final InetSocketAddress address;
  private final SocketChannel[] sockets;
  private final Attack attack;
  private final Thread thread;
  private volatile boolean ended;
  private int opened;

  /**
   * What each connection does.
   *
   * @param name of the attack
   * @param connections at once
   * @param opening what each says first
   * @param more what it says every 100 ms; empty when it stays silent
   * @param reads whether it reads, and so notices that it is cut off; else its receive buffer is
   *     small
   */
  record Attack(String name, int connections, String opening, String more, boolean reads) {
    @Override
    public String toString() {
      return name;
    }
  }

  Strangers(Node node, Attack attack) {
    URI place = node.presence();
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), place.getPort());
    this.attack = attack;
    this.sockets = new SocketChannel[attack.connections()];
    this.thread = new Thread(this::run, "strangers");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!ended) {
      for (int i = 0; i < sockets.length && !ended; i++) {
        visit(i);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void visit(int i) {
    try {
      if (sockets[i] == null) {
        sockets[i] = open();
      } else if (attack.reads() && isCutOff(sockets[i])) {
        throw new IOException("cut off");
      } else if (!attack.more().isEmpty()) {
        say(sockets[i], attack.more());
      }
    } catch (IOException gone) {
      close(sockets[i]);
      sockets[i] = null;
    }
  }

  private SocketChannel open() throws IOException {
    SocketChannel socket = SocketChannel.open();
    try {
      if (!attack.reads()) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 2_304);
      }
      socket.connect(address);
      socket.configureBlocking(false);
      say(socket, attack.opening());
      opened++;
      return socket;
    } catch (IOException e) {
      close(socket);
      throw e;
    }
  }

  /** As much of it as the network takes. */
  private static void say(SocketChannel socket, String text) throws IOException {
    socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static boolean isCutOff(SocketChannel socket) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(8_192);
    int read = socket.read(part);
    while (read > 0) {
      read = socket.read(part.clear());
    }
    return read < 0;
  }

  private static void close(SocketChannel socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // it is gone
    }
  }

  /** Goes away; answers how many connections there were in all. */
  int leave() {
    close();
    return opened;
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SocketChannel socket : sockets) {
      close(socket);
    }
  }
}
