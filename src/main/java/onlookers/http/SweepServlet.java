package onlookers.http;

import onlookers.presence.NodeControl;
import onlookers.protocol.AdminCommand;

/** {@code POST /api/admin/sweep} {@code {}}: has this node collect, now. */
final class SweepServlet extends AdminCommandServlet {
  private static final long serialVersionUID = 1L;

  private final transient NodeControl control;

  SweepServlet(String nodeId, Forwarding forwarding, NodeControl control) {
    super(nodeId, forwarding);
    this.control = control;
  }

  @Override
  Response perform(AdminCommand command, ClientInfo caller) {
    long collected = control.sweep();
    audit(caller, "sweep: " + collected + " sessions removed");
    return Response.json(AdminCommand.swept(collected));
  }
}
