package onlookers.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Everyone on one post. Paces its pushes as the product does: max(20 ms, readers × 50 µs). */
final class Room {
  private static final long MIN_NANOS = 20_000_000;
  private static final long NANOS_PER_READER = 50_000;

  private final String post;
  private final EventLoop loop;
  private final Set<Client> clients = new HashSet<>();
  private long views;
  private boolean waiting;
  private boolean changed;

  Room(String post, EventLoop loop) {
    this.post = post;
    this.loop = loop;
  }

  void enter(Client client) {
    clients.add(client);
    views++;
    if (waiting) { // its own answer comes at once
      client.push(counts());
    }
    change();
  }

  void leave(Client client) {
    clients.remove(client);
    change();
  }

  private void change() {
    changed = true;
    if (!waiting) {
      publish();
    }
  }

  private void publish() {
    changed = false;
    ByteBuf frame = counts();
    for (Client client : clients) {
      client.push(frame.retainedDuplicate());
    }
    frame.release();
    waiting = true;
    long pause = Math.max(MIN_NANOS, clients.size() * NANOS_PER_READER);
    loop.schedule(this::pauseIsOver, pause, TimeUnit.NANOSECONDS);
  }

  private void pauseIsOver() {
    waiting = false;
    if (changed) {
      publish();
    }
  }

  /** The counts as they are now; the caller releases it. */
  ByteBuf counts() {
    return ServerFrames.text("[\"counts\",\"" + post + "\"," + clients.size() + "," + views + "]");
  }
}
