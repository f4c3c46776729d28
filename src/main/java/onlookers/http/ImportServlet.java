package onlookers.http;

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

/**
 * {@code POST /api/admin/views}: takes in views that something else counted before. A request that
 * does not fit is refused whole.
 */
final class ImportServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final System.Logger LOG = System.getLogger(ImportServlet.class.getName());

  private final transient ViewsImporter importer;
  private final transient Forwarding forwarding;

  ImportServlet(ViewsImporter importer, Forwarding forwarding) {
    this.importer = importer;
    this.forwarding = forwarding;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (request.getMethod().equals("POST")) {
      ReadOnlyServlet.send(answer(request), response);
    } else {
      response.setHeader("Allow", "POST");
      ReadOnlyServlet.send(Response.error(405, "bad-method", "allowed here: POST"), response);
    }
  }

  private Response answer(HttpServletRequest request) {
    try {
      return imported(JsonBody.read(request), request);
    } catch (RequestException e) {
      return e.answer();
    }
  }

  private Response imported(String body, HttpServletRequest request) {
    try {
      Map<Post, Long> views = ImportJson.read(body);
      int imported = importer.importOnce(views);
      LOG.log(
          System.Logger.Level.INFO,
          "the views of {0} were imported by an administrator at \"{1}\"; {2} changed",
          views.size() == 1 ? "1 post" : views.size() + " posts",
          forwarding.caller(request).address(),
          Integer.toString(imported));
      return Response.json(ImportJson.answer(imported, views.size() - imported));
    } catch (BadImportException e) {
      return Response.error(400, e.code(), e.getMessage());
    } catch (UnavailableException e) {
      return Response.error(503, "unavailable", "Redis is out of reach, or refused; see the log");
    }
  }
}
