package onlookers.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet that is only read: GET, HEAD and OPTIONS; 405 for all else (RFC 9110, 15.5.6). */
public abstract class ReadOnlyServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final System.Logger LOG = System.getLogger(ReadOnlyServlet.class.getName());

  static final String METHODS = "GET, HEAD, OPTIONS";

  /** The answer to a GET or HEAD. */
  public abstract Response answer(HttpServletRequest request);

  /** Sets the headers that every response of this servlet carries. */
  public abstract void setHeaders(HttpServletRequest request, HttpServletResponse response);

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    setHeaders(request, response);
    switch (request.getMethod()) {
      case "GET", "HEAD" -> send(answer(request), response);
      default -> other(request, response);
    }
  }

  /** The answer to any other method. */
  void other(HttpServletRequest request, HttpServletResponse response) throws IOException {
    answerOther(request.getMethod(), response);
  }

  /** What is only read answers any method but GET and HEAD so. */
  static void answerOther(String method, HttpServletResponse response) throws IOException {
    if (method.equals("OPTIONS")) {
      options(response);
    } else {
      refuseMethod(METHODS, response);
    }
  }

  private static void options(HttpServletResponse response) {
    response.setHeader("Allow", METHODS);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  /**
   * Answers 405.
   *
   * @param allowed the methods that are allowed, with commas in between
   */
  static void refuseMethod(String allowed, HttpServletResponse response) throws IOException {
    response.setHeader("Allow", allowed);
    send(Response.error(405, "bad-method", "allowed here: " + allowed), response);
  }

  /** Writes the answer; of a HEAD the container sends the headers alone. */
  public static void send(Response answer, HttpServletResponse response) throws IOException {
    byte[] body = answer.bytes();
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(body.length);
    write(body, response);
  }

  /**
   * Writes a body. Whoever has gone meanwhile reads none, which is no fault: a server that is asked
   * of it would log each with fifty lines, as often as a stranger asks and goes.
   */
  static void write(byte[] body, HttpServletResponse response) {
    try {
      response.getOutputStream().write(body);
    } catch (IOException gone) {
      LOG.log(System.Logger.Level.DEBUG, "nobody reads the answer: {0}", gone.getClass().getName());
    }
  }
}
