package onlookers.http;

import static java.lang.System.Logger.Level.INFO;

import jakarta.servlet.http.HttpServletRequest;
import onlookers.presence.UnavailableException;
import onlookers.protocol.AdminCommand;
import org.jspecify.annotations.Nullable;

/** A path by which an administrator has this node do something; the body is a JSON object. */
abstract class AdminCommandServlet extends PostServlet {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(AdminCommandServlet.class.getName());

  private final String nodeId;
  private final transient Forwarding forwarding;

  AdminCommandServlet(String nodeId, Forwarding forwarding) {
    this.nodeId = nodeId;
    this.forwarding = forwarding;
  }

  /**
   * Does it.
   *
   * @throws UnavailableException while Redis is away
   */
  abstract Response perform(AdminCommand command, ClientInfo caller);

  /** A line for whoever asks later what an administrator has done. */
  static void audit(ClientInfo caller, String deed) {
    LOG.log(INFO, "an administrator at \"{0}\" had this node {1}", caller.address(), deed);
  }

  @Override
  final Response answer(HttpServletRequest request) {
    return answer(AdminCommand.parse(JsonBody.read(request)), forwarding.caller(request));
  }

  private Response answer(@Nullable AdminCommand command, ClientInfo caller) {
    if (command == null) {
      return Response.error(
          400,
          "bad-request",
          "send a JSON object, whose \"seconds\" is a whole number and not negative, and whose"
              + " \"node\" is a string, where it has them");
    }
    if (!command.node().isEmpty() && !command.node().equals(nodeId)) {
      return Response.error(409, "other-node", "this is another node: " + nodeId);
    }
    try {
      return perform(command, caller);
    } catch (UnavailableException e) {
      return Response.error(503, "unavailable", "Redis is out of reach, or this node is stopping");
    }
  }
}
