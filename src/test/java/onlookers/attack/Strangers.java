package onlookers.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Plays a {@link Script} on non-blocking sockets in the thread of its caller. */
final class Strangers implements AutoCloseable {
  /** All strangers come from one address, which is none of the honest readers'. */
  static final String SOURCE = "127.0.0.3";

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int READ_BYTES = 65_536;
  private static final byte[] END_OF_HEADERS = Bytes.of("\r\n\r\n");

  /** Connections that are begun in one round, so that the others go on. */
  private static final int BEGUN_AT_ONCE = 50;

  private final InetSocketAddress server;
  private final Script script;
  private final Selector selector;
  private final ByteBuffer input = ByteBuffer.allocateDirect(READ_BYTES);
  private final List<Connection> open = new ArrayList<>();
  private int begun;
  private int ended;
  private long bytesSent;

  Strangers(InetSocketAddress server, Script script) {
    this.server = server;
    this.script = script;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Plays until then, by {@link System#nanoTime()}. */
  void playUntil(long end) {
    try {
      while (System.nanoTime() - end < 0) {
        begin();
        selector.select(20);
        selector.selectedKeys().forEach(key -> ((Connection) key.attachment()).serve());
        selector.selectedKeys().clear();
        drip();
        open.removeIf(connection -> !connection.channel.isOpen());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void begin() throws IOException {
    for (int i = 0; i < BEGUN_AT_ONCE && missing(); i++) {
      open.add(new Connection(begun++));
    }
  }

  private boolean missing() {
    return open.size() < script.connections && begun < script.mostConnections;
  }

  private void drip() {
    if (script.drip != null) {
      open.forEach(Connection::drip);
    }
  }

  /** What it did. */
  String summary() {
    return "%d connections, %d ended, %.1f MB sent".formatted(begun, ended, bytesSent / 1e6);
  }

  /** Connections that the server has ended, as far as that was noticed. */
  int ended() {
    return ended;
  }

  @Override
  public void close() {
    open.forEach(Connection::end);
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Connection {
    private final int number;
    private final SocketChannel channel;
    private final SelectionKey key;
    private ByteBuffer output;
    private boolean answered = !script.awaitsAnswer;
    private boolean second;
    private int matched;
    private long drippedAt = System.nanoTime();

    Connection(int number) throws IOException {
      this.number = number;
      output = ByteBuffer.wrap(script.first.apply(number));
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      if (script.receiveBuffer > 0) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, script.receiveBuffer);
      }
      channel.bind(new InetSocketAddress(SOURCE, 0));
      key = channel.register(selector, SelectionKey.OP_CONNECT, this);
      channel.connect(server);
    }

    void serve() {
      try {
        if (key.isConnectable()) {
          channel.finishConnect();
        }
        if (key.isReadable()) {
          read();
        }
        if (channel.isConnected()) {
          write();
        }
      } catch (IOException e) {
        ended++;
        end();
      }
    }

    private void read() throws IOException {
      int count = channel.read(input.clear());
      if (count < 0) {
        throw new IOException("ended");
      }
      input.flip();
      while (!answered && input.hasRemaining()) {
        matched = input.get() == END_OF_HEADERS[matched] ? matched + 1 : 0;
        answered = matched == END_OF_HEADERS.length;
      }
    }

    private void write() throws IOException {
      bytesSent += channel.write(output);
      if (!output.hasRemaining() && answered) {
        nextOutput();
      }
      key.interestOps(interest());
    }

    private void nextOutput() {
      if (!second) {
        second = true;
        output = ByteBuffer.wrap(script.second.apply(number));
      }
      if (!output.hasRemaining() && script.flood != null) {
        output = ByteBuffer.wrap(script.flood.apply(number));
      }
    }

    private int interest() {
      boolean reading = script.reads || !answered;
      boolean writing = output.hasRemaining();
      return (reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0);
    }

    void drip() {
      long now = System.nanoTime();
      if (channel.isConnected() && now - drippedAt >= script.dripEveryMillis * NANOS_PER_MILLI) {
        drippedAt = now;
        try {
          channel.write(ByteBuffer.wrap(script.drip));
        } catch (IOException e) {
          ended++;
          end();
        }
      }
    }

    void end() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
