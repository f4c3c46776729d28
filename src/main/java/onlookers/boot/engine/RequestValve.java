package onlookers.boot.engine;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Tells each {@link EngineSocket} when a request begins and ends; the first of all valves. */
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
    socket.requestBegins();
    try {
      getNext().invoke(request, response);
    } finally {
      boolean upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
      socket.requestEnds(request.isAsync(), upgraded);
    }
  }
}
