package onlookers.socketio;

import jakarta.servlet.http.HttpServletRequest;
import onlookers.config.Origins;
import onlookers.http.Forwarding;
import onlookers.http.OriginFilter;
import onlookers.runtime.NodeMetrics;
import onlookers.socketio.codec.EngineError;
import org.jspecify.annotations.Nullable;

/** Stands before the sessions of Engine.IO, and refuses in its words. */
final class EngineOriginFilter extends OriginFilter {
  private static final long serialVersionUID = 1L;

  EngineOriginFilter(Forwarding forwarding, Origins origins, NodeMetrics nodeMetrics) {
    super(forwarding, origins, nodeMetrics, EngineResponse.of(EngineError.FORBIDDEN));
  }

  /**
   * Clients 1.3 in Node.js write the bare {@code Host} into {@code Origin}. No browser does: it
   * writes a scheme in front, or {@code null} (RFC 6454, section 7).
   */
  @Override
  public @Nullable String origin(HttpServletRequest request) {
    String origin = super.origin(request);
    return origin == null || origin.equals(request.getHeader("Host")) ? null : origin;
  }
}
