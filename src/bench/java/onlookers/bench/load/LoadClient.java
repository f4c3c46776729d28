package onlookers.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The event loop in which all readers live: one thread, so that nothing in it needs a lock. */
public final class LoadClient implements AutoCloseable {
  /**
   * A client address has some 28,000 ports to connect from, and used ones rest for a minute; so
   * readers come from this many addresses of the loopback network, where there is one (Linux).
   */
  private static final int ADDRESSES =
      System.getProperty("os.name").startsWith("Linux") ? 32 : 1;

  private static final int CONNECT_MILLIS = 60_000;

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("bench-readers", true), NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private int connected;

  /** Connects the reader; it is notified how that went. To be called in the event loop. */
  void connect(Reader reader, Target target) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .handler(new Inbound(reader, target.request()));
    if (target.receiveBuffer() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, target.receiveBuffer());
    }
    InetSocketAddress from = Loopback.at(1 + connected++ % ADDRESSES, 0);
    ChannelFuture future = bootstrap.connect(target.address(), from);
    reader.channel(future.channel());
    future.addListener(
        done -> {
          if (!done.isSuccess()) {
            reader.complain(String.valueOf(done.cause()));
            reader.ended();
          }
        });
  }

  /** Runs it in the event loop and waits for its result. */
  public <T> T call(Callable<T> task) {
    try {
      return loop.submit(task).get(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("the load client is stuck or broken", e);
    }
  }

  /** Runs it in the event loop and waits until it is done. */
  public void run(Runnable task) {
    call(
        () -> {
          task.run();
          return true;
        });
  }

  /** Runs it in the event loop again and again, until that is cancelled. */
  ScheduledFuture<?> every(long nanos, Runnable task) {
    return loop.scheduleAtFixedRate(task, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
