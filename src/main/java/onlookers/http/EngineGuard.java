package onlookers.http;

import jakarta.servlet.http.HttpServletRequest;
import onlookers.config.Origins;
import onlookers.presence.Instruments;
import onlookers.protocol.socketio.EngineError;
import org.jspecify.annotations.Nullable;

/** Stands before the sessions of Engine.IO, and refuses in its words. */
final class EngineGuard extends HandshakeFilter {
  private static final long serialVersionUID = 1L;

  EngineGuard(Forwarding forwarding, Origins origins, Instruments instruments) {
    super(forwarding, origins, instruments, Answer.of(EngineError.FORBIDDEN));
  }

  /**
   * Clients 1.3 in Node.js write the bare {@code Host} into {@code Origin}. No browser does: it
   * writes a scheme in front, or {@code null} (RFC 6454, section 7).
   */
  @Override
  @Nullable String origin(HttpServletRequest request) {
    String origin = super.origin(request);
    return origin == null || origin.equals(request.getHeader("Host")) ? null : origin;
  }
}
