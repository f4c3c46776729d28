package onlookers.standalone.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;

/**
 * Answers what the engine refuses by itself, such as a path that cannot be decoded or the method
 * TRACE, as the application answers its own refusals: {@code {"error":code,"message":…}}, where
 * Tomcat would send a page. Nothing of the request is repeated.
 */
public final class JsonErrorValve extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, Throwable thrown) {
    int status = response.getStatus();
    if (status < Response.SC_BAD_REQUEST
        || response.getContentWritten() > 0
        || !response.setErrorReported()
        || !mayWrite(response)) {
      return;
    }
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding(UTF_8.name());
      response.setHeader("X-Content-Type-Options", "nosniff");
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(json(status));
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException gone) {
      // Nobody is there to read it, or the application has begun an answer of its own.
    }
  }

  private static boolean mayWrite(Response response) {
    AtomicBoolean allowed = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
    return allowed.get();
  }

  static String json(int status) {
    return switch (status) {
      case 403 -> json("forbidden", "this is not served");
      case 404 -> json("not-found", "there is nothing at this path");
      case 405 -> json("bad-method", "this method is not allowed here");
      case 501 -> json("bad-method", "this method, or this Transfer-Encoding, is not known here");
      case 503 -> json("unavailable", "try again later");
      case 505 -> json("bad-request", "this version of HTTP is not known here; right is HTTP/1.1");
      default ->
          status < 500
              ? json("bad-request", "this request cannot be understood")
              : json("internal", "the server's log says why");
    };
  }

  private static String json(String code, String message) {
    return "{\"error\":\"" + code + "\",\"message\":\"" + message + "\"}";
  }
}
