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
  Answer perform(AdminCommand command, Caller caller) {
    long collected = control.sweep();
    audit(caller, "sweep: " + collected + " sessions removed");
    return Answer.json(AdminCommand.swept(collected));
  }
}
