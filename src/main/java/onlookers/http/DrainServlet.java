package onlookers.http;

import onlookers.presence.NodeControl;
import onlookers.protocol.AdminCommand;

/** {@code POST /api/admin/drain} {@code {"seconds":60}}: sends this node's clients elsewhere. */
final class DrainServlet extends AdminCommandServlet {
  private static final long serialVersionUID = 1L;

  private final transient NodeControl control;

  DrainServlet(String nodeId, Forwarding forwarding, NodeControl control) {
    super(nodeId, forwarding);
    this.control = control;
  }

  @Override
  Response perform(AdminCommand command, ClientInfo caller) {
    int seconds = command.seconds().orElse(-1);
    if (seconds < 0 || seconds > NodeControl.MAX_DRAIN_SECONDS) {
      return Response.error(
          400,
          "bad-seconds",
          "\"seconds\" is needed, a whole number from 0 to " + NodeControl.MAX_DRAIN_SECONDS);
    }
    int clients = control.drain(seconds);
    audit(caller, "drain: " + clients + " clients over " + seconds + " s");
    return Response.json(AdminCommand.drained(clients));
  }
}
