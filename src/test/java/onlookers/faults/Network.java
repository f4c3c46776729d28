package onlookers.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The way to a server, which can be bad: everything takes longer, nothing arrives, connections
 * break. Nothing is lost or doubled within a connection that lives, as TCP promises; what breaks,
 * breaks after any byte.
 */
final class Network implements AutoCloseable {
  private static final int CHUNK = 65_536;

  private final int behind;
  private final ServerSocket server;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final Random random = new Random(7);
  private volatile long delayNanos;
  private volatile boolean silent;
  private volatile boolean shut;
  private volatile boolean mute;

  /** From which of its bytes, by chance, a connection breaks: one in so many chunks. */
  private volatile int breaksOneIn;

  Network(int behind) {
    this.behind = behind;
    try {
      server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Answers take so much longer from now on. */
  void delay(Duration time) {
    delayNanos = time.toNanos();
  }

  /** Nothing arrives any more, and nobody says so; or all is passed on again. */
  void silent(boolean is) {
    silent = is;
  }

  /** All connections break, and new ones are refused; or new ones are taken again. */
  void shut(boolean is) {
    shut = is;
    if (is) {
      cut();
    }
  }

  /** All connections break now. */
  void cut() {
    links.forEach(Link::cut);
    links.clear();
  }

  /** From now on each chunk of bytes breaks its connection with that chance, half way; 0: none. */
  void breaks(int oneIn) {
    breaksOneIn = oneIn;
  }

  /** From now on what Redis publishes of posts does not arrive, and all else does; or it does. */
  void mute(boolean is) {
    mute = is;
  }

  private boolean isMuted(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    return mute
        && text.contains("$7\r\nmessage")
        && (text.contains(":viewers:") || text.contains(":views:"));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (shut) {
          client.setSoLinger(true, 0);
          client.close();
        } else {
          link(client);
        }
      } catch (IOException refused) {
        // the next one may fare better
      }
    }
  }

  private void link(Socket client) throws IOException {
    try {
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), behind);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      Link link = new Link(client, upstream);
      links.add(link);
      start(() -> link.pass(client, upstream, false));
      start(() -> link.pass(upstream, client, true));
    } catch (IOException refused) {
      client.close();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "faults-network");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private final class Link {
    private final Socket client;
    private final Socket upstream;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void cut() {
      for (Socket one : List.of(client, upstream)) {
        try {
          one.setSoLinger(
              true, 0); // a reset: the JDK's WebSocket may miss an end in the middle of a frame
          one.close();
        } catch (IOException closed) {
          // it is
        }
      }
    }

    void pass(Socket from, Socket to, boolean delayed) {
      Queue<Chunk> queue = new ArrayDeque<>();
      boolean[] ended = {false};
      start(() -> deliver(to, queue, ended));
      byte[] bytes = new byte[CHUNK];
      try {
        InputStream in = from.getInputStream();
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          int oneIn = breaksOneIn;
          boolean breaks = oneIn > 0 && chance(oneIn);
          byte[] copy = java.util.Arrays.copyOf(bytes, breaks ? n / 2 : n);
          if (isMuted(copy)) {
            continue;
          }
          put(queue, new Chunk(System.nanoTime() + (delayed ? delayNanos : 0), copy));
          if (breaks) {
            break;
          }
        }
      } catch (IOException broken) {
        // the other half ends as well
      }
      synchronized (queue) {
        ended[0] = true;
        queue.notifyAll();
      }
    }

    private void put(Queue<Chunk> queue, Chunk chunk) {
      synchronized (queue) {
        queue.add(chunk);
        queue.notifyAll();
      }
    }

    private void deliver(Socket to, Queue<Chunk> queue, boolean[] ended) {
      try {
        OutputStream out = to.getOutputStream();
        for (Chunk next = take(queue, ended); next != null; next = take(queue, ended)) {
          while (next.due() > System.nanoTime() || silent) {
            LockSupport.parkNanos(Math.max(1_000_000, next.due() - System.nanoTime()));
            if (to.isClosed()) {
              return;
            }
          }
          out.write(next.bytes());
        }
      } catch (IOException broken) {
        // the other half ends as well
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      cut();
      links.remove(this);
    }

    private Chunk take(Queue<Chunk> queue, boolean[] ended) throws InterruptedException {
      synchronized (queue) {
        while (queue.isEmpty() && !ended[0]) {
          queue.wait();
        }
        return queue.poll();
      }
    }
  }

  private boolean chance(int oneIn) {
    synchronized (random) {
      return random.nextInt(oneIn) == 0;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(long due, byte[] bytes) {}
}
