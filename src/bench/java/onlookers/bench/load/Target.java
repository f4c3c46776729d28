package onlookers.bench.load;

import java.net.InetSocketAddress;

/**
 * Where readers go and how they speak there.
 *
 * @param address of the server
 * @param dialect that it speaks
 * @param receiveBuffer bytes of the kernel for each reader ({@code SO_RCVBUF}), 0 for its default
 */
public record Target(InetSocketAddress address, Dialect dialect, int receiveBuffer) {
  /** A server on this machine. */
  public static Target local(int port, Dialect dialect) {
    return new Target(Loopback.at(1, port), dialect, 0);
  }

  /** The same with another receive buffer. */
  public Target withReceiveBuffer(int bytes) {
    return new Target(address, dialect, bytes);
  }

  byte[] request() {
    return Frames.handshake("127.0.0.1:" + address.getPort(), dialect.path());
  }
}
