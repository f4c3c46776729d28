package onlookers.boot.engine;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.ActionHook;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Gives a socket that fetches something a larger buffer, until it is closed. Tomcat writes a
 * response in pieces as long as the socket's buffer, each with a system call and a packet of its
 * own; ours are made for sockets that wait: those of WebSockets, and of Socket.IO's polls, whose
 * answers are short.
 */
public final class ResponseBufferValve extends ValveBase {
  private static final VarHandle HOOK =
      TomcatFields.of(org.apache.coyote.Request.class, "hook", ActionHook.class);
  private static final VarHandle SOCKET =
      TomcatFields.of(AbstractProcessor.class, "socketWrapper", SocketWrapperBase.class);

  /** Bytes: as much as Tomcat gives to each socket by default. */
  private static final int SIZE = 8_192;

  private final String polls;

  /**
   * @param polls how the paths begin whose requests wait for their answers
   */
  public ResponseBufferValve(String polls) {
    super(true);
    this.polls = polls;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (request.getHeader("Upgrade") == null && !request.getRequestURI().startsWith(polls)) {
      socket(request).getSocketBufferHandler().expand(SIZE);
    }
    getNext().invoke(request, response);
  }

  /** The socket that the request came on. */
  static SocketWrapperBase<?> socket(Request request) {
    Object processor = HOOK.getVolatile(request.getCoyoteRequest());
    return (SocketWrapperBase<?>) SOCKET.getVolatile(processor);
  }
}
