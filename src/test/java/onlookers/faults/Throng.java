package onlookers.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Readers by the thousand, each a bare socket of one thread: it shakes hands, says what it views
 * and answers pings. Nobody checks what it is shown; it counts who was let in, sent away and lost.
 */
final class Throng implements AutoCloseable {
  /** Handshakes under way: fewer than the unfinished ones that a node allows one address. */
  private static final int AT_ONCE = 250;

  private static final int READ_BYTES = 65_536;

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int FULL = 1013;

  private final InetSocketAddress server;
  private final byte[] handshake;
  private final byte[] greeting;
  private final Selector selector;
  private final ByteBuffer input = ByteBuffer.allocateDirect(READ_BYTES);
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "faults-throng");

  /** Those that were let in, the oldest first; the thread's. */
  private final Set<Member> members = new LinkedHashSet<>();

  private int wanted;
  private int connecting;
  private long nextAt;
  private long pauseNanos;

  private volatile boolean closed;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile String lastLoss = "";
  private volatile long slowest;

  /**
   * Nobody comes yet.
   *
   * @param post what they view
   * @param watched what they watch as well
   */
  Throng(URI presence, String post, String... watched) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), presence.getPort());
    handshake =
        ("GET "
                + presence.getPath()
                + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(US_ASCII);
    greeting = greeting(post, watched);
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  private static byte[] greeting(String post, String... watched) {
    byte[] viewing = frame("[\"viewing\",\"" + post + "\"]");
    if (watched.length == 0) {
      return viewing;
    }
    byte[] watching = frame("[\"watching\",[\"" + String.join("\",\"", watched) + "\"]]");
    byte[] both = Arrays.copyOf(viewing, viewing.length + watching.length);
    System.arraycopy(watching, 0, both, viewing.length, watching.length);
    return both;
  }

  /** So many more try to come, at most so many a second. */
  void come(int number, int perSecond) {
    enqueue(
        () -> {
          wanted += number;
          pauseNanos = 1_000_000_000L / perSecond;
          nextAt = System.nanoTime();
        });
  }

  /** Nobody who is in reads any more, or answers a ping. */
  void stopReading() {
    enqueue(() -> members.forEach(member -> member.key.interestOps(0)));
  }

  /** Those who are in read on. */
  void readOn() {
    enqueue(() -> members.forEach(member -> member.key.interestOps(SelectionKey.OP_READ)));
  }

  /** The oldest so many are gone without a word, all in one moment. */
  void drop(int number) {
    enqueue(
        () -> {
          List<Member> oldest = new ArrayList<>(members).subList(0, number);
          oldest.forEach(Member::drop);
          members.removeAll(new LinkedHashSet<>(oldest));
          open.addAndGet(-number);
        });
  }

  /** How many were let in, have been shown counts, and are still there. */
  int open() {
    return open.get();
  }

  /** How many were sent away because the node is full. */
  int refused() {
    return refused.get();
  }

  /** How many had been let in, and were closed by the other side. */
  int lost() {
    return lost.get();
  }

  /** How many were neither let in nor sent away as they should be. */
  int failed() {
    return failed.get();
  }

  @Override
  public String toString() {
    return "%s open, %s refused, %s lost, %s failed %s; the slowest round took %.1f s"
        .formatted(open, refused, lost, failed, lastLoss, slowest / 1e9);
  }

  private void enqueue(Runnable command) {
    commands.add(command);
    selector.wakeup();
  }

  private void run() {
    try {
      while (!closed) {
        long begin = System.nanoTime();
        selector.select(key -> ((Member) key.attachment()).serve(), wanted > 0 ? 1 : 1_000);
        for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
          next.run();
        }
        begin();
        slowest = Math.max(slowest, System.nanoTime() - begin);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() throws IOException {
    while (wanted > 0 && connecting < AT_ONCE && System.nanoTime() - nextAt >= 0) {
      wanted--;
      connecting++;
      nextAt += pauseNanos;
      new Member();
    }
  }

  private static byte[] frame(String text) {
    return frame(TEXT, text.getBytes(US_ASCII));
  }

  /** As a client sends it: masked, with a mask of zeros. */
  private static byte[] frame(int opcode, byte[] payload) {
    boolean isLong = payload.length > 125;
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) (0x80 | opcode)).put((byte) (0x80 | (isLong ? 126 : payload.length)));
    if (isLong) {
      frame.putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private enum State {
    CONNECTING,
    SHAKING_HANDS,
    ANNOUNCED,
    IN,
    GONE
  }

  private final class Member {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final long since = System.nanoTime();
    private State state = State.CONNECTING;
    private byte[] rest = {};
    private int pings;
    private long pingedAt = since;
    private long readAt = since;

    Member() throws IOException {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      key = channel.register(selector, SelectionKey.OP_CONNECT, this);
      channel.connect(server);
    }

    void serve() {
      try {
        if (key.isConnectable()) {
          channel.finishConnect();
          state = State.SHAKING_HANDS;
          key.interestOps(SelectionKey.OP_READ);
          channel.write(ByteBuffer.wrap(handshake));
        } else if (key.isReadable()) {
          read();
        }
      } catch (IOException e) {
        leave(String.valueOf(e));
      }
    }

    private void read() throws IOException {
      input.clear().put(rest);
      if (channel.read(input) < 0) {
        throw new EOFException("ended");
      }
      readAt = System.nanoTime();
      input.flip();
      if (state == State.SHAKING_HANDS) {
        readHead();
      }
      while (state != State.SHAKING_HANDS && state != State.GONE && readFrame()) {
        // the next one
      }
      rest = new byte[input.remaining()];
      input.get(rest);
    }

    private void readHead() throws IOException {
      int begin = input.position();
      for (int i = begin; i + 3 < input.limit(); i++) {
        if (input.getInt(i) == 0x0D0A0D0A) {
          byte[] head = new byte[i - begin];
          input.get(head).position(i + 4);
          if (!new String(head, US_ASCII).startsWith("HTTP/1.1 101")) {
            throw new IOException(new String(head, US_ASCII));
          }
          state = State.ANNOUNCED;
          channel.write(ByteBuffer.wrap(greeting));
          return;
        }
      }
    }

    /** Whether there was a whole one. Ours are short. */
    private boolean readFrame() throws IOException {
      if (input.remaining() < 2) {
        return false;
      }
      int begin = input.position();
      int length = input.get(begin + 1) & 127;
      int head = length == 126 ? 4 : 2;
      if (input.remaining() < head) {
        return false;
      }
      int size = length == 126 ? input.getShort(begin + 2) & 0xFFFF : length;
      if (input.remaining() < head + size) {
        return false;
      }
      byte[] payload = new byte[size];
      input.position(begin + head).get(payload);
      take(input.get(begin) & 15, payload);
      return true;
    }

    private void take(int opcode, byte[] payload) throws IOException {
      if (opcode == TEXT && state == State.ANNOUNCED && payload[2] == 'c') { // counts
        state = State.IN;
        connecting--;
        open.incrementAndGet();
        members.add(this);
      } else if (opcode == PING) {
        pings++;
        pingedAt = System.nanoTime();
        channel.write(ByteBuffer.wrap(frame(PONG, payload)));
      } else if (opcode == CLOSE) {
        int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        channel.write(ByteBuffer.wrap(frame(CLOSE, payload)));
        if (code == FULL && state == State.ANNOUNCED) {
          state = State.GONE;
          connecting--;
          refused.incrementAndGet();
          channel.close();
        } else {
          leave("closed with " + code);
        }
      }
    }

    private void leave(String why) {
      if (state == State.IN) {
        members.remove(this);
        open.decrementAndGet();
        lost.incrementAndGet();
      } else if (state != State.GONE) {
        connecting--;
        failed.incrementAndGet();
      }
      lastLoss = state + ": " + why + history();
      state = State.GONE;
      end();
    }

    private String history() {
      long now = System.nanoTime();
      return String.format(
          " after %.1f s, %d pings, the last %.1f s ago; something else was read %.1f s ago",
          (now - since) / 1e9, pings, (now - pingedAt) / 1e9, (now - readAt) / 1e9);
    }

    /** With a reset, as when a machine is gone. */
    void drop() {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      state = State.GONE;
      end();
    }

    private void end() {
      try {
        channel.close();
      } catch (IOException e) {
        lastLoss = String.valueOf(e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
