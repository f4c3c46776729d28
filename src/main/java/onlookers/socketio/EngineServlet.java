package onlookers.socketio;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import onlookers.http.ReadOnlyServlet;
import onlookers.http.UnreadBody;
import onlookers.socketio.codec.EngineError;
import onlookers.socketio.codec.EngineQuery;
import onlookers.socketio.codec.Payload;
import onlookers.socketio.engineio.Engine;
import onlookers.socketio.engineio.EngineSession;
import onlookers.socketio.engineio.Posting;
import onlookers.websocket.ClientAddress;
import org.jspecify.annotations.Nullable;

/**
 * Engine.IO by polling: a GET waits for packets, a POST brings some. Neither holds a thread while
 * it waits.
 *
 * <p>The guard before it has looked at the origin. Parameters are read from the query alone: asking
 * the container for them could eat the body.
 */
final class EngineServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Names of headers (RFC 9110, 5.1), comma-separated. */
  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_, -]{1,200}");

  private final transient Engine engine;
  private final Duration bodyTimeout;

  /**
   * @param bodyTimeout how long a body may take that has not come with its request
   */
  EngineServlet(Engine engine, Duration bodyTimeout) {
    this.engine = engine;
    this.bodyTimeout = bodyTimeout;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    setHeaders(request, response);
    String method = request.getMethod();
    if (method.equals("OPTIONS")) {
      preflight(request, response);
      return;
    }
    EngineQuery query = EngineQuery.parse(request.getQueryString());
    EngineError fault = engine.fault(method, query);
    if (fault != null) {
      UnreadBody.answer(EngineResponse.of(fault), request, response);
    } else if (method.equals("POST")) {
      post(query, request, response);
    } else {
      String address = Objects.requireNonNullElse(request.getHeader(ClientAddress.HEADER), "");
      AsyncContext context = UnreadBody.startAsync(request, response);
      engine.poll(query, address, new PendingPoll(context, engine::stopSessions));
    }
  }

  /**
   * The page may read every answer, errors too; its origin stands there by name, because clients
   * 1.x and 2.x send credentials (Fetch standard, 3.2.3).
   */
  private static void setHeaders(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin != null) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
  }

  private static void preflight(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Methods", "GET,POST,OPTIONS");
    response.setHeader("Access-Control-Max-Age", "600");
    String headers = request.getHeader("Access-Control-Request-Headers");
    if (headers != null && HEADER_NAMES.matcher(headers).matches()) {
      response.setHeader("Access-Control-Allow-Headers", headers);
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    if (UnreadBody.isAnnounced(request)) {
      UnreadBody.startAsync(request, response).complete();
    }
  }

  private void post(EngineQuery query, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    EngineSession session = engine.session(query);
    if (session == null) {
      UnreadBody.answer(EngineResponse.of(EngineError.UNKNOWN_SID), request, response);
      return;
    }
    Posting posting = session.beginPost();
    boolean waits = false;
    try {
      waits = read(posting, request, response);
    } finally {
      if (!waits) {
        posting.close();
      }
    }
  }

  /** Returns whether the rest of the body, and so the answer, comes later. */
  private boolean read(Posting posting, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    EngineError refusal = refusal(posting, request);
    if (refusal != null) {
      UnreadBody.answer(EngineResponse.of(refusal), request, response);
      return false;
    }
    String type = Objects.requireNonNullElse(request.getContentType(), "");
    AsyncBody body =
        new AsyncBody(request, posting, Payload.isBinary(type), engine.limits().maxPayload());
    if (body.isHere()) {
      ReadOnlyServlet.send(body.deliver(), response);
      return false;
    }
    body.await(bodyTimeout);
    return true;
  }

  private @Nullable EngineError refusal(Posting posting, HttpServletRequest request) {
    if (posting.refusal() != null) {
      return posting.refusal();
    }
    if (request.getContentLengthLong() > engine.limits().maxPayload()) {
      posting.overflow();
      return EngineError.TOO_LARGE;
    }
    return null;
  }
}
