package onlookers.http;

import static onlookers.runtime.Counter.HANDSHAKES_REFUSED;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import onlookers.config.Origins;
import onlookers.runtime.NodeMetrics;
import onlookers.runtime.Refusals.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every handshake, of whichever wire, before any work is done for it. A page whose
 * {@code Origin} is not allowed gets 403 (RFC 6455, 10.2: browsers let any page connect anywhere);
 * for the others the client's address is written into the header {@link
 * onlookers.websocket.ClientAddress#HEADER}, where its endpoint can read it.
 */
public class OriginFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient Forwarding forwarding;
  private final transient Origins origins;
  private final transient NodeMetrics nodeMetrics;

  private final transient Response refusal;

  /**
   * A filter for one wire, which answers refusals in that wire's own form.
   *
   * @param refusal for a page whose origin is not allowed
   */
  public OriginFilter(
      Forwarding forwarding, Origins origins, NodeMetrics nodeMetrics, Response refusal) {
    this.forwarding = forwarding;
    this.origins = origins;
    this.nodeMetrics = nodeMetrics;
    this.refusal = refusal;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ClientInfo caller = forwarding.caller(request);
    if (origins.allows(origin(request), caller.host())) {
      chain.doFilter(new AddressedRequest(request, caller.address()), response);
    } else {
      nodeMetrics.increment(HANDSHAKES_REFUSED);
      nodeMetrics.refusals().add(Reason.ORIGIN, caller.address());
      UnreadBody.answer(refusal, request, response);
    }
  }

  /** The origin of the page that asks, {@code null} when no browser does. */
  public @Nullable String origin(HttpServletRequest request) {
    return request.getHeader("Origin");
  }
}
