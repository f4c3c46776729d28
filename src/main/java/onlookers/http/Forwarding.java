package onlookers.http;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import onlookers.config.IpAddress;
import onlookers.config.Networks;
import onlookers.websocket.Containers;

/**
 * Finds the client behind proxies. {@code X-Forwarded-For} and {@code X-Forwarded-Host} are
 * believed only from a peer in {@code trusted.proxies}; from any other they are ignored, with one
 * warning. Another one says that a proxy sends the second without the first.
 */
public final class Forwarding {
  private static final System.Logger LOG = System.getLogger(Forwarding.class.getName());
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9._-]{1,255})(:[0-9]{1,5})?");

  /** Characters of what is no address that are kept: as many as an IPv6 address has. */
  private static final int LONGEST = 45;

  private static final Pattern NO_ADDRESS = Pattern.compile("[^A-Za-z0-9.:_-]");

  private final Networks trusted;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean warnedOfAddress = new AtomicBoolean();

  /**
   * @param trusted whose forwarding headers are believed: the proxies before this node
   */
  public Forwarding(Networks trusted) {
    this.trusted = trusted;
  }

  /** Who the request comes from. */
  ClientInfo caller(HttpServletRequest request) {
    if (isEstablished(request)) {
      String peer = Objects.requireNonNullElse(request.getRemoteAddr(), "");
      return new ClientInfo(
          canonical(peer),
          host(request.getServerName(), Collections.list(request.getHeaders(FORWARDED_HOST))));
    }
    // Tomcat answers null for the address when the connection is gone already.
    return caller(
        Objects.requireNonNullElse(request.getRemoteAddr(), ""),
        Objects.requireNonNullElse(request.getHeader("Host"), request.getServerName()),
        Collections.list(request.getHeaders(FORWARDED_FOR)),
        Collections.list(request.getHeaders(FORWARDED_HOST)));
  }

  /**
   * Whether the container has found out who the client is, from a proxy that it was configured to
   * believe. Then the peer that we see is the client already, and no proxy of ours.
   */
  private static boolean isEstablished(HttpServletRequest request) {
    return Boolean.TRUE.equals(request.getAttribute(Containers.FORWARDED));
  }

  ClientInfo caller(
      String peer, String host, List<String> forwardedFor, List<String> forwardedHost) {
    if (forwardedFor.isEmpty() && forwardedHost.isEmpty()) {
      return new ClientInfo(canonical(peer), host);
    }
    if (trusted.contains(peer)) {
      if (forwardedFor.isEmpty()) {
        warnOfAddressOnce(peer);
      }
      return new ClientInfo(
          ForwardedFor.client(canonical(peer), forwardedFor, trusted), host(host, forwardedHost));
    }
    warnOnce(peer);
    return new ClientInfo(canonical(peer), host);
  }

  /** Whether it says that it forwards for others, and is not believed. */
  boolean isUntrustedProxy(HttpServletRequest request) {
    boolean forwards =
        request.getHeader(FORWARDED_FOR) != null || request.getHeader(FORWARDED_HOST) != null;
    return forwards
        && !isEstablished(request)
        && !trusted.contains(Objects.requireNonNullElse(request.getRemoteAddr(), ""));
  }

  /** The host of the first proxy, which is the one that the client addressed. */
  private static String host(String host, List<String> forwardedHost) {
    if (forwardedHost.isEmpty()) {
      return host;
    }
    String first = forwardedHost.get(0).split(",", 2)[0].strip();
    return HOST.matcher(first).matches() ? first : host;
  }

  /** A container may hand on as an address whatever a header said (Tomcat's RemoteIpValve does). */
  private static String canonical(String peer) {
    IpAddress address = IpAddress.parse(peer);
    return address == null ? harmless(peer) : address.toString();
  }

  private static String harmless(String text) {
    String bounded = text.substring(0, Math.min(text.length(), LONGEST));
    return NO_ADDRESS.matcher(bounded).replaceAll("?");
  }

  private void warnOfAddressOnce(String proxy) {
    if (!warnedOfAddress.getAndSet(true)) {
      LOG.log(
          WARNING,
          "{0} from \"{1}\" comes without {2}: all who come through this proxy count as one address;"
              + " right is a proxy that sends both",
          FORWARDED_HOST,
          canonical(proxy),
          FORWARDED_FOR);
    }
  }

  private void warnOnce(String peer) {
    if (!warned.getAndSet(true)) {
      LOG.log(
          WARNING,
          "{0} and {1} from \"{2}\" are ignored: it is not in trusted.proxies, which is {3}; if it"
              + " is your proxy, name it there",
          FORWARDED_FOR,
          FORWARDED_HOST,
          canonical(peer),
          trusted);
    }
  }
}
