package onlookers.websocket;

import java.util.List;
import java.util.Map;

/**
 * The client's IP address on its way from the servlet filter before the handshake, which knows it,
 * to the endpoint, which the WebSocket API does not give: a request header that the filter sets and
 * that no client can send through it.
 */
public final class ClientAddress {
  /** The header's name. */
  public static final String HEADER = "X-Onlookers-Client";

  private ClientAddress() {}

  /**
   * The address among the headers of a handshake, or the empty text when no filter was on the way.
   *
   * @param headers as in {@code HandshakeRequest.getHeaders()}, whose letter case differs between
   *     servers
   */
  public static String of(Map<String, List<String>> headers) {
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      if (HEADER.equalsIgnoreCase(header.getKey()) && !header.getValue().isEmpty()) {
        return header.getValue().get(0);
      }
    }
    return "";
  }
}
