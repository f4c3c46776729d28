package onlookers.bench.peer;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * Listens on the port that is its only argument. One event loop for everything: cheaper than two
 * that hand over to each other.
 */
public final class NettyPresence {
  private static final int BACKLOG = 10_000;

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Map<String, Room> rooms = new HashMap<>();

  private NettyPresence() {}

  /** Starts it. */
  public static void main(String[] arguments) {
    new NettyPresence().listen(Integer.parseInt(arguments[0]));
  }

  private void listen(int port) {
    new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Client(NettyPresence.this));
              }
            })
        .bind("127.0.0.1", port)
        .syncUninterruptibly();
    System.out.println("ready");
  }

  Room room(String post) {
    return rooms.computeIfAbsent(post, name -> new Room(name, loop.next()));
  }
}
