package onlookers.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One page: a connection that views a post. Everything happens in the event loop. */
public final class Reader {
  /** What a crowd makes of what its readers live through. */
  public interface Events {
    /** It is connected and may speak. */
    void ready(Reader reader);

    /** It knows both counts for the first time. */
    default void received(Reader reader) {}

    /** Its connection has ended, or never began. */
    void ended(Reader reader);
  }

  /** What it has not received. */
  static final long UNKNOWN = -1;

  private final Dialect dialect;
  private final Events events;
  private final Complaints complaints;
  private @Nullable Channel channel;
  private Post post;
  private long viewers = UNKNOWN;
  private long views = UNKNOWN;
  private long pushes;
  private long viewedNanos;
  private long firstPushNanos;
  private boolean ready;
  private boolean ended;
  private int closeCode;

  /** The {@link Post#generation} for which its counts were right; 0 for none. */
  int rightIn;

  Reader(Dialect dialect, Post post, Events events, Complaints complaints) {
    this.dialect = dialect;
    this.post = post;
    this.events = events;
    this.complaints = complaints;
  }

  void channel(Channel connected) {
    channel = connected;
  }

  // What it does.

  /** Views its post. */
  public void view() {
    viewedNanos = System.nanoTime();
    write(post.viewing(dialect));
  }

  /** Goes to another post. */
  public void move(Post to) {
    post.forget(this);
    viewers = UNKNOWN;
    views = UNKNOWN;
    firstPushNanos = 0;
    post = to;
    view();
  }

  /** Closes the page: a close frame with 1000; the server ends the connection. */
  public void leave() {
    write(Frames.LEAVING);
  }

  /** Stops reading, or goes on. */
  public void reading(boolean reads) {
    if (channel != null) {
      channel.config().setAutoRead(reads);
    }
  }

  /** Ends the connection without a word. */
  public void abort() {
    if (channel != null) {
      channel.close();
    }
  }

  /** Sends a text of at most 125 characters. */
  public void say(String text) {
    write(Frames.text(text));
  }

  private void write(byte[] frame) {
    if (channel != null) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
    }
  }

  // What happens to it.

  void upgraded() {
    dialect.opened(this);
  }

  void ready() {
    ready = true;
    events.ready(this);
  }

  void refused(String head) {
    complain(head.lines().findFirst().orElse(""));
    abort();
  }

  void frame(int opcode, ByteBuf buffer, int start, int end) {
    switch (opcode) {
      case Frames.TEXT -> dialect.text(this, buffer, start, end);
      case Frames.PING -> write(Frames.masked(Frames.PONG, bytes(buffer, start, end)));
      case Frames.CLOSE -> closed(bytes(buffer, start, end));
      default -> {}
    }
  }

  private void closed(byte[] payload) {
    closeCode = payload.length < 2 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    if (closeCode != 1000 && closeCode != 1005) {
      complain("closed with " + closeCode + new String(payload, StandardCharsets.ISO_8859_1));
      write(Frames.masked(Frames.CLOSE, payload));
    }
  }

  private static byte[] bytes(ByteBuf buffer, int start, int end) {
    byte[] bytes = new byte[end - start];
    buffer.getBytes(start, bytes);
    return bytes;
  }

  void pushed(long newViewers, long newViews) {
    pushes++;
    viewers = newViewers;
    views = newViews;
    if (firstPushNanos == 0 && viewers != UNKNOWN && views != UNKNOWN) {
      firstPushNanos = System.nanoTime();
      events.received(this);
    }
    post.check(this);
  }

  void complain(String about) {
    complaints.add(about);
  }

  void ended() {
    if (!ended) {
      ended = true;
      post.forget(this);
      events.ended(this);
    }
  }

  // What is known of it.

  boolean isOn(ByteBuf buffer, int start, int end) {
    return post.isNamed(buffer, start, end);
  }

  /** Whether it has been connected and may have spoken. */
  public boolean isReady() {
    return ready;
  }

  /** Whether its connection has ended. */
  public boolean hasEnded() {
    return ended;
  }

  /** Whether the server answered its close frame. */
  public boolean hasLeftInOrder() {
    return closeCode == 1000 || closeCode == 1005;
  }

  long viewers() {
    return viewers;
  }

  long views() {
    return views;
  }

  /** Frames with counts that it got. */
  public long pushes() {
    return pushes;
  }

  /** From its {@code viewing} to the first counts, in nanoseconds; negative before. */
  public long firstPushAfterNanos() {
    return firstPushNanos == 0 ? UNKNOWN : firstPushNanos - viewedNanos;
  }
}
