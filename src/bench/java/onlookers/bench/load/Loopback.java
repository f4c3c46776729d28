package onlookers.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses of the loopback network. */
final class Loopback {
  private Loopback() {}

  /** {@code 127.0.0.host}. */
  static InetSocketAddress at(int host, int port) {
    try {
      InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host});
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
