package onlookers.boot.engine;

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

  private final RequestSocket socket;
  private final String polls;

  /**
   * @param socket finds the socket of a request
   * @param polls how the paths begin whose requests wait for their answers
   */
  public ResponseBufferValve(RequestSocket socket, String polls) {
    super(true);
    this.socket = socket;
    this.polls = polls;
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    if (request.getHeader("Upgrade") == null && !request.getRequestURI().startsWith(polls)) {
      socket.of(request).getSocketBufferHandler().expand(SIZE);
    }
    getNext().invoke(request, response);
  }
}
