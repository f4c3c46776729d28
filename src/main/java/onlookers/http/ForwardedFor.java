package onlookers.http;

import java.util.List;
import java.util.stream.Stream;
import onlookers.config.IpAddress;
import onlookers.config.Networks;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code X-Forwarded-For}. Each proxy appends the address it was called from, so the list is
 * read from its right end: the first address that is not a trusted proxy's is the client. What no
 * address precedes cannot be believed: the walk ends there, with the last proxy as the client.
 */
final class ForwardedFor {
  private ForwardedFor() {}

  /**
   * The client's address.
   *
   * @param peer a trusted proxy's
   * @param headers each one of the request, in their order
   * @param trusted where proxies are believed
   */
  static String client(String peer, List<String> headers, Networks trusted) {
    String client = peer;
    List<String> hops = hops(headers);
    for (int i = hops.size() - 1; i >= 0 && trusted.contains(client); i--) {
      IpAddress hop = address(hops.get(i));
      if (hop == null) {
        return client;
      }
      client = hop.toString();
    }
    return client;
  }

  /**
   * Several headers are one list, and its empty elements do not count (RFC 9110, 5.3 and 5.6.1).
   */
  private static List<String> hops(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Stream.of(header.split(",")))
        .map(String::strip)
        .filter(hop -> !hop.isEmpty())
        .toList();
  }

  /**
   * The address of a hop; some proxies add the port, and brackets around an IPv6 address before it.
   */
  private static @Nullable IpAddress address(String hop) {
    int bracket = hop.indexOf(']');
    if (hop.startsWith("[") && bracket > 0) {
      return IpAddress.parse(hop.substring(1, bracket));
    }
    int colon = hop.indexOf(':');
    boolean hasPort = colon > 0 && colon == hop.lastIndexOf(':');
    return IpAddress.parse(hasPort ? hop.substring(0, colon) : hop);
  }
}
