package onlookers.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import onlookers.presence.Post;
import onlookers.presence.UnavailableException;
import onlookers.presence.ViewsImporter;
import onlookers.protocol.BadImportException;
import onlookers.protocol.ImportJson;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/admin/views}: takes in views that something else counted before. A request that
 * does not fit is refused whole.
 */
final class ImportServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** A thousand posts with the longest names and numbers take 54 KB. */
  private static final int MAX_BYTES = 65_536;

  private static final String JSON = "application/json";

  private final transient ViewsImporter importer;

  ImportServlet(ViewsImporter importer) {
    this.importer = importer;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (request.getMethod().equals("POST")) {
      ReadOnlyServlet.send(answer(request), response);
    } else {
      response.setHeader("Allow", "POST");
      ReadOnlyServlet.send(Answer.error(405, "bad-method", "allowed here: POST"), response);
    }
  }

  /**
   * Only JSON: a form of another site can send any other type with the password that the browser
   * remembers, and this one not without asking (Fetch standard, CORS-safelisted request-header).
   */
  private Answer answer(HttpServletRequest request) {
    if (!isJson(request.getContentType())) {
      return Answer.error(415, "bad-type", "send " + JSON);
    }
    byte[] body;
    try {
      body = request.getInputStream().readNBytes(MAX_BYTES + 1);
    } catch (IOException brokenOff) {
      return Answer.error(400, "bad-body", "the body did not come to its end");
    }
    if (body.length > MAX_BYTES) {
      return Answer.error(413, "too-large", "at most " + MAX_BYTES + " bytes");
    }
    return imported(new String(body, UTF_8));
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(JSON);
  }

  private Answer imported(String body) {
    try {
      Map<Post, Long> views = ImportJson.read(body);
      int imported = importer.importOnce(views);
      return Answer.json(ImportJson.answer(imported, views.size() - imported));
    } catch (BadImportException e) {
      return Answer.error(400, e.code(), e.getMessage());
    } catch (UnavailableException e) {
      return Answer.error(503, "unavailable", "Redis is out of reach, or refused; see the log");
    }
  }
}
