package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import onlookers.websocket.ClientAddress;
import onlookers.websocket.Containers;
import org.jspecify.annotations.Nullable;

/**
 * A handshake with the client's address in a header of ours, in the place of whatever the client
 * sent under its name.
 *
 * <p>A container keeps a copy of all headers that are listed for as long as the socket is open, and
 * a browser sends two kilobytes of them: so the others are not listed, but for those that make the
 * handshake (RFC 6455, 4.1), which Tyrus reads from that copy. Tomcat asks for them by name.
 */
final class AddressedRequest extends HttpServletRequestWrapper {
  private static final Set<String> HANDSHAKE =
      Set.of(
          "host", "origin", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version");

  private final String address;
  private final Set<String> listed;

  AddressedRequest(HttpServletRequest request, String address) {
    super(request);
    this.address = address;
    this.listed = isTomcat(request) ? Set.of() : HANDSHAKE;
  }

  private static boolean isTomcat(HttpServletRequest request) {
    return Containers.isTomcat(request.getServletContext().getServerInfo());
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isOurs(name) ? address : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isOurs(name) ? Collections.enumeration(List.of(address)) : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    List<String> names = new ArrayList<>(Collections.list(super.getHeaderNames()));
    names.removeIf(name -> !listed.contains(name.toLowerCase(Locale.ROOT)));
    names.add(ClientAddress.HEADER);
    return Collections.enumeration(names);
  }

  private static boolean isOurs(String name) {
    return ClientAddress.HEADER.equalsIgnoreCase(name);
  }
}
