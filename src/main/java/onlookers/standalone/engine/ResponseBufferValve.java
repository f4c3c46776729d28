package onlookers.standalone.engine;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Gives a socket that fetches something a larger buffer, until it is closed. Tomcat writes a
 * response in pieces as long as the socket's buffer, each with a system call and a packet of its
 * own; ours are made for sockets that wait: those of WebSockets, and of Socket.IO's polls, whose
 * answers are short.
 */
public final class ResponseBufferValve extends ValveBase {
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
    EngineSocket socket = EngineSocket.of(request);
    if (socket != null && fetches(request)) {
      socket.getSocketBufferHandler().expand(SIZE);
    }
    getNext().invoke(request, response);
  }

  /** A request that is none has no path. */
  private boolean fetches(Request request) {
    String path = request.getRequestURI();
    return path != null && !path.startsWith(polls) && request.getHeader("Upgrade") == null;
  }
}
