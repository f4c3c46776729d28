package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import onlookers.websocket.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request with the client's address in a header of ours, in the place of whatever the client sent
 * under its name.
 */
final class AddressedRequest extends HttpServletRequestWrapper {
  private final String address;

  AddressedRequest(HttpServletRequest request, String address) {
    super(request);
    this.address = address;
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
    Set<String> names = new LinkedHashSet<>(Collections.list(super.getHeaderNames()));
    names.removeIf(AddressedRequest::isOurs);
    names.add(ClientAddress.HEADER);
    return Collections.enumeration(names);
  }

  private static boolean isOurs(String name) {
    return ClientAddress.HEADER.equalsIgnoreCase(name);
  }
}
