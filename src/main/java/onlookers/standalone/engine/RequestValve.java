package onlookers.standalone.engine;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Notifies each {@link EngineSocket} when a request begins and ends; the first of all valves. After
 * a request that did not wait for the answer to the one before, the connection is closed: no
 * browser and no proxy sends any (RFC 9112, 9.3.2 leaves it to the server), and a hundred of them
 * cost their sender nothing.
 */
public final class RequestValve extends ValveBase {
  /** One for all requests, those that are answered later too. */
  public RequestValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    EngineSocket socket = EngineSocket.of(request);
    if (socket == null) {
      getNext().invoke(request, response);
      return;
    }
    if (socket.requestBegins()) {
      response.setHeader("Connection", "close");
    }
    try {
      getNext().invoke(request, response);
    } finally {
      boolean upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
      socket.requestEnds(request.isAsync(), upgraded);
    }
  }
}
